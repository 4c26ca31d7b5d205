namespace Lodge.Linux.Processes;

/// <summary>How a process ended. Only its parent is told; both are null for a process that is not our child.</summary>
/// <param name="ExitCode">The exit status, 0 to 255, of a process that ended by itself.</param>
/// <param name="Signal">The signal that ended it.</param>
public sealed record ProcessExit(int? ExitCode, int? Signal)
{
    /// <summary>The end of a process whose parent is somebody else.</summary>
    public static ProcessExit Unknown { get; } = new(null, null);

    /// <summary>In words, such as 'exit status 1' or 'killed by signal 9'.</summary>
    public override string ToString() =>
        ExitCode is { } code ? $"exit status {code}"
        : Signal is { } signal ? $"killed by signal {signal}"
        : "ended (its exit status went to another process)";
}
