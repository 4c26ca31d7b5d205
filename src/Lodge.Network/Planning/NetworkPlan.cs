using System.Net;
using Lodge.Linux.Network;
using Lodge.Network.Planning.Dnsmasq;

namespace Lodge.Network.Planning;

/// <summary>What a network needs on the host. Made from its definition alone.</summary>
internal sealed record NetworkPlan
{
    /// <summary>The network.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The bridge; null for macvtap.</summary>
    public string? Bridge { get; init; }

    /// <summary>How the bridge is made; null when it is the host's own, which is left as it is.</summary>
    public BridgePlan? Make { get; init; }

    /// <summary>Interfaces of the host that must be there.</summary>
    public IReadOnlyList<string> NeededLinks { get; init; } = [];

    /// <summary>Limit of what the host sends to all guests; null: none.</summary>
    public Bandwidth? Sending { get; init; }

    /// <summary>Limit of what the host receives from all guests; null: none.</summary>
    public Bandwidth? Receiving { get; init; }

    /// <summary>What serves DHCP, DNS and router advertisements; null when nothing is served.</summary>
    public DnsmasqPlan? Dnsmasq { get; init; }
}

/// <summary>A bridge of Lodge's own.</summary>
internal sealed record BridgePlan
{
    /// <summary>Hardware address.</summary>
    public required string Mac { get; init; }

    /// <summary>How it behaves.</summary>
    public required BridgeSettings Settings { get; init; }

    /// <summary>Largest packet, bytes; null: the kernel's.</summary>
    public int? Mtu { get; init; }

    /// <summary>Addresses of the host.</summary>
    public IReadOnlyList<PlannedAddress> Addresses { get; init; } = [];

    /// <summary>Routes to networks behind guests.</summary>
    public IReadOnlyList<PlannedRoute> Routes { get; init; } = [];

    /// <summary>Whether the host passes IPv4 on between its interfaces.</summary>
    public bool ForwardsIpv4 { get; init; }

    /// <summary>Whether the host passes IPv6 on between its interfaces.</summary>
    public bool ForwardsIpv6 { get; init; }

    /// <summary>Settings of the kernel for the bridge, by their names below /proc/sys/net.</summary>
    public IReadOnlyList<(string Name, int Value)> Settled { get; init; } = [];
}

/// <summary>An address of the host.</summary>
internal sealed record PlannedAddress(IPAddress Address, int PrefixLength)
{
    public override string ToString() => $"{Address}/{PrefixLength}";
}

/// <summary>A route to a network behind a guest.</summary>
internal sealed record PlannedRoute(IPNetwork Destination, IPAddress Gateway, int Metric);
