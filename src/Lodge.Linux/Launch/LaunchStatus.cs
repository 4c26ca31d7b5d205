namespace Lodge.Linux.Launch;

/// <summary>
/// What lodge-launch writes to the status pipe. An end after <see cref="AboutToExecute"/> alone means that the program
/// runs; a refusal may follow it. An end without anything means that lodge-launch died.
/// </summary>
internal static class LaunchStatus
{
    /// <summary>Exit status of a launch that was refused.</summary>
    public const int RefusedExit = 126;

    /// <summary>Exit status when the program could not be executed.</summary>
    public const int NotExecutedExit = 127;

    /// <summary>Written right before execve; also white space in front of the JSON of a refusal.</summary>
    public static ReadOnlySpan<byte> AboutToExecute => "\n"u8;
}
