namespace Lodge.Qemu.Planning.Concerns;

/// <summary>QEMU's own seccomp filter, with every restriction that it has.</summary>
internal static class SandboxArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Facts.HasSandbox)
        {
            plan.Add("-sandbox", OptionText.Of(
                "on",
                ("obsolete", "deny"),
                ("elevateprivileges", "deny"),
                ("spawn", "deny"),
                ("resourcecontrol", "deny")));
        }
    }
}
