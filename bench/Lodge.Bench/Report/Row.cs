namespace Lodge.Bench.Report;

/// <summary>Something that was measured, beside what it is measured against.</summary>
internal sealed record Row
{
    /// <summary>Stays the same from run to run, for programs that compare them.</summary>
    public required string Id { get; init; }

    /// <summary>In words.</summary>
    public required string What { get; init; }

    /// <summary>Such as <c>ms</c> or <c>MB</c>.</summary>
    public string Unit { get; init; } = "ms";

    public required Samples Lodge { get; init; }

    public Peer? Peer { get; init; }

    public Goal? Goal { get; init; }

    /// <summary>Whether a larger figure is the better one, as with rates.</summary>
    public bool MoreIsBetter { get; init; }

    /// <summary>Whether it belongs into the table of Lodge and libvirtd.</summary>
    public bool BesideLibvirt { get; init; }

    /// <summary>Lodge's median by the peer's.</summary>
    public double? Ratio => Peer is { Samples.Median: > 0 } ? Lodge.Median / Peer.Samples.Median : null;

    /// <summary>How many times better than the peer Lodge is.</summary>
    public double? Advantage => !MoreIsBetter ? 1 / Ratio : Peer is null ? null : Ratio ?? double.PositiveInfinity;

    public bool? Met => Goal?.IsMetBy(this);
}

/// <summary>What does the same work without Lodge, measured in the same run.</summary>
internal sealed record Peer(string Name, Samples Samples);
