using Lodge.Model.Vms;
using Lodge.Qemu.Planning.Devices.Small;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>
/// What QEMU does when the guest ends its run. It always stops and waits: whether the VM then ends, restarts or stays
/// is decided by the daemon, which may be away at that moment and sees it when it is back.
/// </summary>
internal static class LifecycleArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-action", OptionText.Of(
            "",
            ("shutdown", "pause"),
            ("panic", "pause"),
            ("watchdog", WatchdogDevices.ActionOf(context.Definition)),
            ("reboot", StopsAtReboot(context.Definition) ? "shutdown" : null)));
    }

    /// <summary>Whether a guest that reboots is stopped instead of reset.</summary>
    public static bool StopsAtReboot(VmDefinition definition) => definition.OnReboot != LifecycleAction.Restart;
}
