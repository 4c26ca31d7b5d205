using Lodge.Linux.Launch;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Companions;

/// <summary>Says why a VM did not start because of one of its companions.</summary>
internal static class CompanionTrouble
{
    private const int ShownWords = 5;

    /// <summary>The error for a companion that lodge-launch could not start.</summary>
    public static LodgeException NotStarted(LaunchFailedException failure, CompanionPlan plan, string vm)
    {
        var (step, reason) = failure.Refusal;
        var why = reason.TrimEnd('.');
        return step == "exec"
            ? new LodgeException(
                ErrorCode.HypervisorFailed,
                $"The {plan.Role} of VM '{vm}' did not start: '{plan.Program}' could not be executed: {why}.",
                "See that the program exists, is executable, and may be read by all.",
                failure)
            : new LodgeException(
                ErrorCode.HypervisorFailed,
                $"The {plan.Role} of VM '{vm}' could not be confined, and so was not started (step '{step}'): {why}.",
                "See 'lodge host' for what this host offers, and the daemon's log.",
                failure);
    }

    /// <summary>
    /// The error of a failed start, when it is a companion's end that explains it; what QEMU says then is only that
    /// nobody answers it.
    /// </summary>
    /// <param name="companions">The VM's companions.</param>
    /// <param name="vm">The VM's name.</param>
    /// <returns>Null when all of them run.</returns>
    public static async Task<LodgeError?> ExplainAsync(IEnumerable<Companion> companions, string vm)
    {
        if (companions.FirstOrDefault(companion => companion.HasEnded) is not { } ended)
        {
            return null;
        }

        var said = string.Join(" / ", ended.LastWords.TakeLast(ShownWords));
        return new LodgeError(
            ErrorCode.HypervisorFailed,
            $"The {ended.Record.Role} of VM '{vm}' ended while the VM was started ({await ended.DescribeEndAsync()}){(said.Length > 0 ? $". It said: {said}" : ", without a word.")}",
            $"All that it printed is in '{ended.Record.Log}'.");
    }
}
