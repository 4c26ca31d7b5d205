using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Planning;

namespace Lodge.Network.Plugs;

/// <summary>Turns what was asked of a card into what the host's end of it is to be. Pure.</summary>
internal static class CardPlanner
{
    private const int MostQueuesUnasked = 8;

    /// <summary>The plan.</summary>
    /// <param name="nic">The card.</param>
    /// <param name="network">The definition that its network runs with; null for a bridge or interface of the host.</param>
    /// <param name="vcpus">How many vCPUs the VM has.</param>
    /// <exception cref="LodgeException">It cannot be plugged so.</exception>
    public static CardPlan Plan(NicDefinition nic, NetworkDefinition? network, int vcpus)
    {
        var filled = CardDefaults.Fill(nic, network);
        ThrowIfNoFloor(filled, network);
        var (bridge, lower, sharing) = Place(nic.Source, network);
        return new CardPlan
        {
            Nic = filled,
            Mac = nic.Mac ?? throw new LodgeException(ErrorCode.InvalidArgument, $"Card '{nic.Alias}' has no MAC address.", "Give it one, or let the daemon make one up."),
            Bridge = bridge,
            Lower = lower,
            Sharing = sharing,
            Queues = nic.Queues ?? (nic.Model == NicModel.Virtio && bridge is not null ? Math.Clamp(vcpus, 1, MostQueuesUnasked) : 1),
            Mtu = nic.Mtu ?? network?.Mtu,
            Port = new BridgePortSettings { Isolated = filled.Isolated ?? false },
            Vlans = Vlans(filled, network),
            Inbound = BandwidthPlan.Of(filled.Bandwidth?.Inbound),
            Outbound = BandwidthPlan.Of(filled.Bandwidth?.Outbound),
            Floor = BandwidthPlan.Floor(filled.Bandwidth),
        };
    }

    private static (string? Bridge, IReadOnlyList<string> Lower, MacvtapMode Sharing) Place(NicSource source, NetworkDefinition? network) => source switch
    {
        BridgeNicSource own => (own.Bridge, [], default),
        MacvtapNicSource own => (null, [own.Interface], Mode(own.Sharing ?? MacvtapSharing.Vepa)),
        NetworkNicSource when network is { Mode: NetworkMode.Macvtap } => (null, network.Interfaces ?? [], Mode(network.Macvtap ?? MacvtapSharing.Bridge)),
        NetworkNicSource when network is { Bridge.Name: { } bridge } => (bridge, [], default),
        NetworkNicSource asked => throw new LodgeException(
            ErrorCode.InvalidState, $"Network '{asked.Network}' is not running.", $"Start it with 'lodge network start {asked.Network}'."),
        _ => throw new LodgeException(ErrorCode.InvalidArgument, "The card is on no network of the host."),
    };

    private static MacvtapMode Mode(MacvtapSharing sharing) => sharing switch
    {
        MacvtapSharing.Bridge => MacvtapMode.Bridge,
        MacvtapSharing.Private => MacvtapMode.Private,
        MacvtapSharing.Passthrough => MacvtapMode.Passthrough,
        _ => MacvtapMode.Vepa,
    };

    private static IReadOnlyList<PortVlan> Vlans(NicDefinition nic, NetworkDefinition? network)
    {
        if (nic.Vlan is not { } vlan)
        {
            return [];
        }

        if (network is not null && network.Bridge?.VlanFiltering != true)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"Card '{nic.Alias}' cannot be in a VLAN: the bridge of network '{network.Name}' does not tell VLANs apart.",
                $"Switch 'vlanFiltering' of its bridge on ('lodge network edit {network.Name}').");
        }

        var trunk = vlan.Trunk ?? vlan.Tags.Count > 1;
        return [.. vlan.Tags.Select(tag => new PortVlan(tag, Untagged: !trunk || tag == vlan.Native, Native: !trunk || tag == vlan.Native))];
    }

    // It is kept free where the host sends into the network's bridge.
    private static void ThrowIfNoFloor(NicDefinition nic, NetworkDefinition? network)
    {
        if (nic.Bandwidth?.Inbound?.Floor is not null && (network?.Bandwidth?.Inbound?.Average is null || !NetworkPlanner.MakesBridge(network.Mode)))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"Card '{nic.Alias}' asks for a floor of bandwidth, which is a part of what its network limits, and {(network is null ? "it is on no network of Lodge's" : $"network '{network.Name}' does not limit what guests receive")}.",
                "Give a network of its own bridge a limit ('bandwidth.inbound.average'), or leave the floor out.");
        }
    }
}
