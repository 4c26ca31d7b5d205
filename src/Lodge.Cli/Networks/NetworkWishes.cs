using Lodge.Model.Networks;

namespace Lodge.Cli.Networks;

/// <summary>What a command line asks a new network to be. Null: not said.</summary>
internal sealed record NetworkWishes
{
    /// <summary>How guests reach what is outside.</summary>
    public NetworkMode? Mode { get; init; }

    /// <summary>The host's addresses, each with its prefix.</summary>
    public IReadOnlyList<string> Subnets { get; init; } = [];

    /// <summary>Ranges that are lent, or <see cref="SubnetSpec.NoDhcp"/>.</summary>
    public IReadOnlyList<string> Dhcp { get; init; } = [];

    /// <summary>Interface of the bridge.</summary>
    public string? Bridge { get; init; }

    /// <summary>Interfaces of the host.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>How guests share an interface.</summary>
    public MacvtapSharing? Sharing { get; init; }

    /// <summary>The domain of guests' names.</summary>
    public string? Domain { get; init; }

    /// <summary>Whose it is.</summary>
    public string? Tenant { get; init; }

    /// <summary>Largest packet.</summary>
    public int? Mtu { get; init; }

    /// <summary>Port forwards.</summary>
    public IReadOnlyList<PortForward> Forwards { get; init; } = [];

    /// <summary>Security groups of cards that name none.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Limits of all guests together.</summary>
    public BandwidthDefinition? Bandwidth { get; init; }

    /// <summary>A title for people.</summary>
    public string? Title { get; init; }

    /// <summary>Whether it starts with the daemon.</summary>
    public bool Autostart { get; init; }
}
