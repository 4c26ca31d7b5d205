namespace Lodge.Network;

/// <summary>How the host's networks are made.</summary>
public sealed record NetworkHostOptions
{
    /// <summary>The daemon's run folder, which goes with the host; what networks need is below <c>networks</c>.</summary>
    public required string RunFolder { get; init; }

    /// <summary>The daemon's state folder, which outlives the host's boot; leases are below <c>networks</c>.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The daemon's log folder.</summary>
    public required string LogFolder { get; init; }

    /// <summary>Tells this daemon's interfaces from another's on the same host: letters, digits, <c>-</c>.</summary>
    public string Instance { get; init; } = "lodge";

    /// <summary>dnsmasq, as an absolute path.</summary>
    public string DnsmasqBinary { get; init; } = "/usr/sbin/dnsmasq";

    /// <summary>lodge-launch, as an absolute path, which confines dnsmasq; null: it is not confined.</summary>
    public string? ShimPath { get; init; }
}
