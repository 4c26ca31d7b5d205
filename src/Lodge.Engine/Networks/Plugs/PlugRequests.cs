using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Text;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Networks.Plugs;

/// <summary>Says what a card wants of the host, or why it cannot have it.</summary>
internal sealed class PlugRequests(NetworkCore core)
{
    /// <summary>Whether a device is a card that the host has an interface for.</summary>
    public static bool IsPlugged(DeviceDefinition device) => device is NicDefinition { Source: not UserNicSource };

    /// <summary>The cards of a VM that the host has an interface for.</summary>
    public static IEnumerable<NicDefinition> CardsOf(VmDefinition definition) => definition.Nics.Where(IsPlugged);

    /// <summary>The request of one card, by how its network is now.</summary>
    /// <exception cref="LodgeException">The host has no networks; the card's is not there, or does not run.</exception>
    public PlugRequest Of(VmDefinition vm, NicDefinition nic)
    {
        ThrowIfNone(vm, nic);
        var network = nic.Source is NetworkNicSource source ? Running(vm, nic, source) : null;
        core.Groups.ThrowIfUnknown(nic.Groups, Card(vm, nic));
        core.Filters.ThrowIfUnknown(nic.Filter?.Name, Card(vm, nic));
        return new PlugRequest(vm.Id, vm.Name, nic, vm.Cpu.Count, network);
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: the host has no networks.</exception>
    public void ThrowIfNone(VmDefinition vm, NicDefinition nic)
    {
        if (core.Host.WhyNot is { } why)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"{Card(vm, nic)} cannot be plugged into {Target(nic.Source)}: {why}",
                "Give the card QEMU's own network instead (type 'user').");
        }
    }

    /// <summary>The network of a card; null for one on a bridge or interface of the host.</summary>
    /// <exception cref="LodgeException">There is no such network.</exception>
    public Network? NetworkOf(VmDefinition vm, NicDefinition nic)
    {
        if (nic.Source is not NetworkNicSource source)
        {
            return null;
        }

        return core.Inventory.List().FirstOrDefault(network => network.Name == source.Network) ?? throw new LodgeException(
            ErrorCode.NetworkNotFound,
            $"{Card(vm, nic)} is on network '{source.Network}', which does not exist.",
            Suggestion.For(source.Network, core.Inventory.List().Select(network => network.Name)) is { } near
                ? $"Did you mean '{near}'?" : "List the networks with 'lodge network list'.");
    }

    private NetworkRuntime Running(VmDefinition vm, NicDefinition nic, NetworkNicSource source)
    {
        var runtime = NetworkOf(vm, nic)!.Runtime ?? throw new LodgeException(
            ErrorCode.InvalidState,
            $"{Card(vm, nic)} is on network '{source.Network}', which is not running.",
            $"Start it with 'lodge network start {source.Network}'.");
        if (source.PortGroup is { } group && runtime.Definition.PortGroups.OrEmpty().All(known => known.Name != group))
        {
            var near = Suggestion.For(group, runtime.Definition.PortGroups.OrEmpty().Select(known => known.Name));
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"{Card(vm, nic)} wants the port group '{group}', which network '{source.Network}' does not have.",
                near is null ? $"See 'lodge network info {source.Network}'." : $"Did you mean '{near}'?");
        }

        return runtime;
    }

    private static string Card(VmDefinition vm, NicDefinition nic) => $"The card {nic.Alias} of VM '{vm.Name}'";

    private static string Target(NicSource source) => source switch
    {
        NetworkNicSource network => $"network '{network.Network}'",
        BridgeNicSource bridge => $"bridge '{bridge.Bridge}'",
        MacvtapNicSource macvtap => $"interface '{macvtap.Interface}'",
        _ => "a network",
    };
}
