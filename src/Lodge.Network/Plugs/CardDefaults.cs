using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Network.Plugs;

/// <summary>What a card has that says nothing of it: its port group's, then its network's. Pure.</summary>
internal static class CardDefaults
{
    /// <summary>The card with all of that filled in.</summary>
    /// <exception cref="LodgeException">The network has no such port group.</exception>
    public static NicDefinition Fill(NicDefinition nic, NetworkDefinition? network)
    {
        var group = network is not null && nic.Source is NetworkNicSource source ? Group(network, source.PortGroup) : null;
        var own = network is not null && network.Mode is not (NetworkMode.Bridge or NetworkMode.Macvtap);
        var promiscuous = nic.Promiscuous ?? group?.Promiscuous ?? network?.Promiscuous ?? false;
        return nic with
        {
            Bandwidth = nic.Bandwidth ?? group?.Bandwidth,
            Vlan = nic.Vlan ?? group?.Vlan ?? network?.Vlan,
            Promiscuous = promiscuous,
            AntiSpoofing = nic.AntiSpoofing ?? (!promiscuous && (network?.AntiSpoofing ?? own)),
            Isolated = nic.Isolated ?? network?.IsolatedPorts ?? false,
            Groups = nic.Groups ?? network?.Groups,
        };
    }

    private static PortGroupDefinition? Group(NetworkDefinition network, string? name)
    {
        var groups = network.PortGroups ?? [];
        return name is null
            ? groups.FirstOrDefault(group => group.Default == true)
            : groups.FirstOrDefault(group => group.Name == name) ?? throw new LodgeException(
                ErrorCode.InvalidArgument, $"Network '{network.Name}' has no port group '{name}'.", $"Its port groups: {(groups.Count == 0 ? "none" : string.Join(", ", groups.Select(group => group.Name)))}.");
    }
}
