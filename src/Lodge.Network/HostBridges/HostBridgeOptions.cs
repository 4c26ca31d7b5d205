namespace Lodge.Network.HostBridges;

/// <summary>How bridges over interfaces of the host are made.</summary>
public sealed record HostBridgeOptions
{
    /// <summary>The daemon's state folder; what is known of bridges is below <c>host-bridges</c>.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Tells this daemon's bridges from another's on the same host.</summary>
    public string Instance { get; init; } = "lodge";

    /// <summary>Where the host's configuration files are, with their full names below; <c>/</c>, but in tests.</summary>
    public string FilesRoot { get; init; } = "/";

    /// <summary>Why those files are not about the network that the daemon is in; null when they are.</summary>
    public string? WhyNoFiles { get; init; }

    /// <summary>How long somebody has to answer over the bridge.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The program and the arguments that run <see cref="Guarding.HostBridgeGuard"/>, the interface being put behind them; null:
    /// only the next daemon gives back what a daemon that died had begun.
    /// </summary>
    public IReadOnlyList<string>? GuardCommand { get; init; }
}
