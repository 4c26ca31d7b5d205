using Lodge.Linux.Security;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>A Linux kernel that is booted directly.</summary>
internal static class KernelArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var boot = context.Definition.Boot;
        if (boot.Kernel is not { } kernel)
        {
            return;
        }

        plan.Add("-kernel", Pass(plan, "kernel", kernel));
        if (boot.Initrd is { } initrd)
        {
            plan.Add("-initrd", Pass(plan, "initrd", initrd));
        }

        if (!string.IsNullOrEmpty(boot.CommandLine))
        {
            plan.Add("-append", boot.CommandLine);
        }
    }

    // These options take a path only. The path leads to a descriptor, so no folder on the way must be open to the
    // VM's user; Landlock still judges the file itself.
    private static string Pass(PlanBuilder plan, string label, string path)
    {
        plan.Allow(path, LandlockAccess.ReadOnly);
        return $"/proc/self/fd/{PlanBuilder.Text(plan.Pass(label, new ReopenedFile(path)))}";
    }
}
