using System.Text.Json.Serialization;

namespace Lodge.Model.Networks;

/// <summary>
/// What the user asked a network to be: durable, written before anything acts on it. JSON and libvirt's network XML are two
/// notations for this one record.
/// </summary>
public sealed record NetworkDefinition
{
    /// <summary>A NAT network without addresses yet: what is left out gets its default.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public NetworkDefinition(IReadOnlyList<SubnetDefinition>? subnets = null) => Subnets = subnets ?? [];

    /// <summary>Global identity; stays when the network is renamed. Empty: one is made up.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique on a host. 1 to 63 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; no <c>-</c> or <c>.</c> first.</summary>
    public required string Name { get; init; }

    /// <summary>A short human title, at most 200 characters, one line.</summary>
    public string? Title { get; init; }

    /// <summary>Free text, at most 8,192 characters.</summary>
    public string? Description { get; init; }

    /// <summary>How guests reach what is outside.</summary>
    public NetworkMode Mode { get; init; }

    /// <summary>
    /// The bridge. For <see cref="NetworkMode.Bridge"/> the host's own, which must be named; for macvtap none; else the one that
    /// Lodge makes. Absent: one named <c>lodgeN</c>.
    /// </summary>
    public BridgeDefinition? Bridge { get; init; }

    /// <summary>
    /// Interfaces of the host: for macvtap those that guests share, at least one; for NAT and routed networks the only one
    /// that traffic may leave by. Absent: any.
    /// </summary>
    public IReadOnlyList<string>? Interfaces { get; init; }

    /// <summary>How guests share an interface; macvtap only. Absent: bridge.</summary>
    public MacvtapSharing? Macvtap { get; init; }

    /// <summary>The host's own addresses in the network, and what is served there. Empty: the host has none.</summary>
    public IReadOnlyList<SubnetDefinition> Subnets { get; init; }

    /// <summary>Names. Absent: the guests' own, and whatever the host can resolve.</summary>
    public DnsDefinition? Dns { get; init; }

    /// <summary>The domain that guests' names are in. Absent: none; the host finds them as <c>NAME.NETWORK.lodge.internal</c> all the same.</summary>
    public DomainName? Domain { get; init; }

    /// <summary>How addresses are translated; NAT only. Absent: IPv4 to the address of the interface that traffic leaves by.</summary>
    public NatDefinition? Nat { get; init; }

    /// <summary>Routes to networks behind guests.</summary>
    public IReadOnlyList<RouteDefinition>? Routes { get; init; }

    /// <summary>Largest packet, bytes, 68 to 65,535 (1,280 at least with IPv6). Absent: the kernel's (1,500).</summary>
    public int? Mtu { get; init; }

    /// <summary>Limits of what all guests together get and send.</summary>
    public BandwidthDefinition? Bandwidth { get; init; }

    /// <summary>VLANs of cards that say nothing else; only where the bridge filters VLANs.</summary>
    public VlanDefinition? Vlan { get; init; }

    /// <summary>Named sets of settings that cards can choose.</summary>
    public IReadOnlyList<PortGroupDefinition>? PortGroups { get; init; }

    /// <summary>Whether guests are kept from each other and talk to the host and the outside only. Absent: no.</summary>
    public bool? IsolatedPorts { get; init; }

    /// <summary>Whether IPv6 between guests is let through when the network has no IPv6 subnet. Absent: no.</summary>
    public bool? GuestIpv6 { get; init; }

    /// <summary>
    /// Whether frames are dropped that a guest sends with another's MAC, IP or ARP address. Absent: yes, except on bridges of
    /// the host and macvtap.
    /// </summary>
    public bool? AntiSpoofing { get; init; }

    /// <summary>Whether a guest may answer as any MAC address and hear all frames. Absent: no.</summary>
    public bool? Promiscuous { get; init; }

    /// <summary>Whose network it is. Networks of the same tenant may reach each other; all others may not. Absent: nobody's.</summary>
    public string? Tenant { get; init; }

    /// <summary>Ports of the host that lead to guests. Change live.</summary>
    public IReadOnlyList<PortForward>? Forwards { get; init; }

    /// <summary>Security groups of cards that name none.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Start the network with the daemon.</summary>
    public bool Autostart { get; init; }

    /// <summary>What libvirt's XML of the network holds besides: the inside of <c>metadata</c>. Absent: nothing.</summary>
    public string? Metadata { get; init; }
}
