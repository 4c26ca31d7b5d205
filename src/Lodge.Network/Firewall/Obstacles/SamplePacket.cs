using System.Net;

namespace Lodge.Network.Firewall.Obstacles;

/// <summary>A packet that is taken through rules in thought.</summary>
/// <param name="What">What it is, in words for a person.</param>
/// <param name="Hook">Where the kernel would ask.</param>
/// <param name="From">The interface that it comes in by; null: one that no rule names.</param>
/// <param name="To">The interface that it goes out by; null: one that no rule names.</param>
internal sealed record SamplePacket(string What, string Hook, string? From, string? To)
{
    /// <summary>Whether it is of IPv6.</summary>
    public bool IsIpv6 { get; init; }

    /// <summary>As connection tracking calls it.</summary>
    public string State { get; init; } = "new";

    /// <summary>Whether a port of the host led it to the guest.</summary>
    public bool IsForwarded { get; init; }

    /// <summary>The network that it comes from, when a guest sends it.</summary>
    public IPNetwork? Source { get; init; }

    /// <summary>The network that it goes to, when a guest gets it.</summary>
    public IPNetwork? Destination { get; init; }

    /// <summary>Its protocol; null: any.</summary>
    public string? Protocol { get; init; }

    /// <summary>The port that it goes to; null: any.</summary>
    public int? Port { get; init; }
}
