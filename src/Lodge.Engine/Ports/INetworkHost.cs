using System.Net;
using System.Threading.Channels;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Ports;

/// <summary>
/// Makes networks on the host and plugs cards into them. The engine decides when; the host knows how. Failures are
/// <see cref="LodgeException"/>s that a person can act on. What was made stays when the daemon goes.
/// </summary>
public interface INetworkHost
{
    /// <summary>What happens to networks; never ends while the daemon lives.</summary>
    ChannelReader<NetworkHappening> Happenings { get; }

    /// <summary>Why this host cannot have networks of its own; null when it can.</summary>
    string? WhyNot { get; }

    /// <summary>
    /// Fills in what a definition leaves open and the host decides: bridge name, MAC address; and, for a network whose
    /// subnets are <paramref name="flexible"/>, addresses that nothing on the host uses.
    /// </summary>
    /// <param name="network">The definition; what an earlier one of the same network was given is in it already.</param>
    /// <param name="others">All other networks, also those that do not run: what they have is not given away.</param>
    /// <param name="flexible">Whether the subnets may be moved to where there is room.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="LodgeException">A name is taken, a subnet is in use on the host, an interface is missing.</exception>
    Task<NetworkDefinition> CompleteAsync(
        NetworkDefinition network, IReadOnlyList<NetworkDefinition> others, bool flexible, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a network: bridge, addresses, routes, rules, DHCP and DNS. On failure everything that was made for it has
    /// been given back. For one that a former daemon made: sees that all of it is there, without a packet lost.
    /// </summary>
    Task<NetworkRuntime> StartAsync(NetworkDefinition network, CancellationToken cancellationToken);

    /// <summary>Changes a running network, as far as that goes without stopping it.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: what cannot be changed so; nothing was changed.</exception>
    Task<NetworkRuntime> ChangeAsync(NetworkRuntime running, NetworkDefinition wanted, CancellationToken cancellationToken);

    /// <summary>Removes what was made for a network, but not what it shall find again at its next start, such as leases. Safe to repeat.</summary>
    Task StopAsync(NetworkRuntime running, CancellationToken cancellationToken);

    /// <summary>Removes all that is left of a network that does not run, and will not again. Safe to repeat.</summary>
    Task ForgetAsync(Guid network, CancellationToken cancellationToken);

    /// <summary>What a running network lacks now, a sentence each; empty when it is whole.</summary>
    Task<IReadOnlyList<string>> InspectAsync(NetworkRuntime running, CancellationToken cancellationToken);

    /// <summary>What the run folder says about networks that ran when it was last written.</summary>
    IReadOnlyList<NetworkRuntime> ReadRunning();

    /// <summary>All rules of the firewall that belong to no single network. Takes effect at once, for all cards.</summary>
    /// <exception cref="LodgeException">The kernel refuses them; nothing was changed.</exception>
    Task SetRulesAsync(FirewallRules rules, CancellationToken cancellationToken);

    /// <summary>Refuses, without changing anything, what a card could not be plugged into.</summary>
    Task CheckAsync(PlugRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the interface of a card, and plugs it in. On failure nothing is left of it.</summary>
    Task<NicPlug> PlugAsync(PlugRequest request, CancellationToken cancellationToken);

    /// <summary>Changes limits, rules, or the network of a card that is plugged in.</summary>
    Task<NicPlug> ChangePlugAsync(NicPlug plug, PlugRequest wanted, CancellationToken cancellationToken);

    /// <summary>Sees that the interface of a card that outlived the daemon is as it should be.</summary>
    Task<NicPlug> AdoptAsync(NicPlug plug, PlugRequest request, CancellationToken cancellationToken);

    /// <summary>Removes the interface of a card. Safe to repeat.</summary>
    Task UnplugAsync(NicPlug plug, CancellationToken cancellationToken);

    /// <summary>The plugs that are on the host, by what is written on their interfaces and in the run folder.</summary>
    IReadOnlyList<NicPlug> ListPlugs();

    /// <summary>The leases of a running network.</summary>
    Task<IReadOnlyList<DhcpLease>> ListLeasesAsync(NetworkRuntime running, CancellationToken cancellationToken);

    /// <summary>What the firewall has dropped of each card that it looks after, by the interface of the card.</summary>
    Task<IReadOnlyDictionary<string, NicDrops>> ReadDropsAsync(CancellationToken cancellationToken);

    /// <summary>IP addresses that the host has lately heard of a MAC address (ARP and neighbour discovery).</summary>
    IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> ListNeighbours();

    /// <summary>Rules of other programs that will drop what guests of a running network send or get, with the remedy; a sentence each.</summary>
    Task<IReadOnlyList<string>> FindObstaclesAsync(NetworkRuntime running, CancellationToken cancellationToken);
}

/// <summary>A card to plug in.</summary>
/// <param name="VmId">The VM.</param>
/// <param name="VmName">Its name.</param>
/// <param name="Nic">The card, complete: with alias and MAC address.</param>
/// <param name="Vcpus">How many vCPUs the VM has, for the number of queues.</param>
/// <param name="Network">The running network, for <see cref="NetworkNicSource"/>; else null.</param>
public sealed record PlugRequest(Guid VmId, string VmName, NicDefinition Nic, int Vcpus, NetworkRuntime? Network);

/// <summary>Rules of the firewall that belong to no single network.</summary>
/// <param name="Groups">All security groups.</param>
/// <param name="Filters">All network filters that somebody has defined; those that are always there not.</param>
public sealed record FirewallRules(IReadOnlyList<SecurityGroup> Groups, IReadOnlyList<NetworkFilter>? Filters = null);

/// <summary>Something that happened to a running network.</summary>
/// <param name="Network">Which.</param>
public abstract record NetworkHappening(Guid Network);

/// <summary>A guest got an address, or kept it longer.</summary>
/// <param name="Network">The network.</param>
/// <param name="Lease">The lease.</param>
public sealed record LeaseGiven(Guid Network, DhcpLease Lease) : NetworkHappening(Network);

/// <summary>A lease is over.</summary>
/// <param name="Network">The network.</param>
/// <param name="Lease">The lease.</param>
public sealed record LeaseEnded(Guid Network, DhcpLease Lease) : NetworkHappening(Network);

/// <summary>The dnsmasq of a network ended, and another one serves it now.</summary>
/// <param name="Network">The network.</param>
/// <param name="Runtime">What runs now.</param>
/// <param name="LastWords">What it last printed.</param>
public sealed record DnsmasqRestarted(Guid Network, NetworkRuntime Runtime, IReadOnlyList<string> LastWords) : NetworkHappening(Network);

/// <summary>A network is not as it should be any more, such as when somebody has deleted its bridge; or is again.</summary>
/// <param name="Network">The network.</param>
/// <param name="Problems">What is wrong, a sentence each; empty: nothing any more.</param>
public sealed record NetworkConditionChanged(Guid Network, IReadOnlyList<string> Problems) : NetworkHappening(Network);
