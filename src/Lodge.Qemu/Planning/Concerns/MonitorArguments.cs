namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The monitor, on a socket that listens before QEMU is started, so that connecting never comes too early.</summary>
internal static class MonitorArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        plan.Add("-chardev", SocketChardev.Of(plan, "qmp", context.Paths.QmpSocket));
        plan.Add("-mon", "chardev=qmp,mode=control");
    }
}
