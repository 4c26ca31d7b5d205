using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Networks;

/// <summary>Finds network cards of VMs by what people call them.</summary>
internal static class NicLookup
{
    /// <summary>The card of this alias or MAC address; null: the only one.</summary>
    /// <exception cref="LodgeException">There is none, or more than one.</exception>
    public static NicDefinition Find(Vm vm, ChangeScope scope, string? card)
    {
        var nics = (scope == ChangeScope.Next ? vm.Definition : vm.CurrentDefinition).Nics;
        var fitting = card is null ? nics : [.. nics.Where(nic => nic.Alias == card || string.Equals(nic.Mac, card, StringComparison.OrdinalIgnoreCase))];
        return fitting.Count == 1 ? fitting[0] : throw new LodgeException(
            ErrorCode.InvalidArgument,
            (card, nics.Count) switch
            {
                (_, 0) => $"VM '{vm.Name}' has no network card.",
                (null, _) => $"VM '{vm.Name}' has {nics.Count} network cards.",
                _ => $"VM '{vm.Name}' has no network card '{card}'.",
            },
            nics.Count == 0
                ? $"Add one: lodge nic add {vm.Name} --network default"
                : $"Name one of: {string.Join(", ", nics.Select(nic => nic.Alias ?? nic.Mac))}.");
    }

    /// <summary>What a card is plugged into, for people.</summary>
    public static string Place(NicSource source) => source switch
    {
        NetworkNicSource { PortGroup: { } group } network => $"network {network.Network}, port group {group}",
        NetworkNicSource network => $"network {network.Network}",
        BridgeNicSource bridge => $"bridge {bridge.Bridge}",
        MacvtapNicSource macvtap => $"macvtap {macvtap.Interface}",
        UserNicSource => "user",
        _ => "?",
    };
}
