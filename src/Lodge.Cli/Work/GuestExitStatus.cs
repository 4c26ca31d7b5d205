using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Work;

/// <summary>The exit status of <c>lodge exec</c>, as shells and container tools have it.</summary>
internal static class GuestExitStatus
{
    private const int Failed = 125;
    private const int NotRunnable = 126;
    private const int NotFound = 127;
    private const int Signalled = 128;

    /// <summary>For a program that has ended.</summary>
    public static int Of(GuestCommandResult result) => result.ExitStatus ?? Signalled + (result.Signal ?? 0);

    /// <summary>
    /// For a program that was not run. Why it was not tells only the agent's sentence, which is GLib's with the C
    /// library's text of the error.
    /// </summary>
    public static int Of(LodgeError error) => error.Code switch
    {
        ErrorCode.AgentFailed when error.Message.Contains("No such file or directory", StringComparison.Ordinal) => NotFound,
        ErrorCode.AgentFailed when error.Message.Contains("Permission denied", StringComparison.Ordinal) => NotRunnable,
        _ => Failed,
    };
}
