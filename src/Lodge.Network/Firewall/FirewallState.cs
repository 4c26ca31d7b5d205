using Lodge.Engine.Ports;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Network.Firewall;

/// <summary>All that the firewall's rules are made of: what runs on the host now.</summary>
/// <param name="Networks">Running networks, complete.</param>
/// <param name="Cards">Cards that are plugged in, on networks and on bridges of the host.</param>
/// <param name="Leases">Addresses that are lent, of all networks: whose name a port forward means, and what a card may send as.</param>
/// <param name="Rules">What belongs to no single network.</param>
internal sealed record FirewallState(
    IReadOnlyList<NetworkRuntime> Networks,
    IReadOnlyList<PluggedCard> Cards,
    IReadOnlyList<DhcpLease> Leases,
    FirewallRules Rules)
{
    /// <summary>Nothing runs.</summary>
    public static FirewallState Empty { get; } = new([], [], [], new FirewallRules([]));
}

/// <summary>A card that is plugged in.</summary>
/// <param name="Plug">Its interface.</param>
/// <param name="Nic">What was asked for, with what its port group says filled in.</param>
internal sealed record PluggedCard(NicPlug Plug, NicDefinition Nic);
