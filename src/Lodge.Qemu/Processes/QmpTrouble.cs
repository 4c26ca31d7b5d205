using Lodge.Model.Errors;
using Lodge.Qmp;

namespace Lodge.Qemu.Processes;

/// <summary>Turns what went wrong with a monitor command into an error for people.</summary>
internal static class QmpTrouble
{
    /// <summary>The error to show.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="vm">The VM's name.</param>
    public static LodgeException Of(QmpException failure, string vm) => failure switch
    {
        QmpTimeoutException => new LodgeException(
            ErrorCode.Timeout,
            $"The QEMU of VM '{vm}' does not answer: {failure.Message}",
            $"Try again in a moment. If it stays so, 'lodge kill {vm}' ends it.",
            failure),
        QmpBrokenException => new LodgeException(
            ErrorCode.HypervisorFailed,
            $"The connection to the QEMU of VM '{vm}' broke: {failure.Message}",
            "See what became of the VM with 'lodge info'; Lodge connects again when the process still runs.",
            failure),
        QmpErrorException refused => new LodgeException(
            ErrorCode.HypervisorFailed,
            $"The QEMU of VM '{vm}' refused '{refused.Command}': {refused.Description.TrimEnd('.')}.",
            cause: failure),
        _ => new LodgeException(ErrorCode.HypervisorFailed, $"The QEMU of VM '{vm}' is not understood: {failure.Message}", cause: failure),
    };
}
