namespace Lodge.TestSupport.Daemons;

/// <summary>How a daemon is started for a test.</summary>
public sealed record DaemonStart
{
    /// <summary>Settings, such as <c>--accel</c>, <c>tcg</c>.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>
    /// A command that executes the arguments which follow it, such as setpriv. The environment variable TEST_ROOT tells
    /// it the root folder.
    /// </summary>
    public IReadOnlyList<string> Wrapper { get; init; } = [];

    /// <summary>Where the programs are, below the root folder; null for where the build left them.</summary>
    public string? ProgramFolder { get; init; }

    /// <summary>No <c>--root</c>: the daemon finds the folders of its user by HOME and XDG variables.</summary>
    public bool OwnFolders { get; init; }

    /// <summary>What is to be done to the fresh root folder first.</summary>
    public Action<string>? Prepare { get; init; }
}
