using Lodge.Linux.Launch;
using Lodge.Model.Errors;

namespace Lodge.Qemu.Launching;

/// <summary>Says why lodge-launch did not become QEMU.</summary>
internal static class LaunchTrouble
{
    public static LodgeException Of(LaunchFailedException failure, string vm, string binary)
    {
        var (step, reason) = failure.Refusal;
        var why = reason.TrimEnd('.');
        return step switch
        {
            "exec" => new LodgeException(
                ErrorCode.HypervisorFailed,
                $"QEMU could not be executed for VM '{vm}': {why}.",
                $"See that '{binary}' exists, is executable, and may be read by all. On Debian: apt install qemu-system-x86.",
                failure),
            "spawn" => new LodgeException(
                ErrorCode.HypervisorFailed,
                $"VM '{vm}' could not be started: {why}.",
                "Reinstall Lodge, or set the path of lodge-launch in its configuration.",
                failure),
            _ => new LodgeException(
                ErrorCode.HypervisorFailed,
                $"VM '{vm}' could not be confined, and so was not started (step '{step}'): {why}.",
                "See 'lodge host' for what this host offers, and the daemon's log.",
                failure),
        };
    }
}
