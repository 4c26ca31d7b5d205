using Lodge.Linux.Security;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;

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

        if (CommandLine(context) is { Length: > 0 } line)
        {
            plan.Add("-append", line);
        }
    }

    // A microvm has hardware-reduced ACPI, so Linux finds no timer to measure its time stamp counter with. KVM tells it
    // the speed; under TCG it hangs early unless the command line does (tsc_early_khz, kernel-parameters.txt).
    private static string CommandLine(PlanContext context)
    {
        const string option = "tsc_early_khz=";
        var line = context.Definition.Boot.CommandLine ?? "";
        var needed = context is { MachineType: MachineType.Microvm, Accelerator.Kind: Accelerator.Tcg, HostTscKilohertz: not null };
        return needed && !line.Contains(option, StringComparison.Ordinal)
            ? $"{line} {option}{context.HostTscKilohertz}".TrimStart()
            : line;
    }

    // These options take a path only. The path leads to a descriptor, so no folder on the way must be open to the
    // VM's user; Landlock still judges the file itself.
    private static string Pass(PlanBuilder plan, string label, string path)
    {
        plan.Allow(path, LandlockAccess.ReadOnly);
        return $"/proc/self/fd/{PlanBuilder.Text(plan.Pass(label, new ReopenedFile(path)))}";
    }
}
