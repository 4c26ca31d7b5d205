using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>Parts of the platform that are neither the board's nor the processor's options.</summary>
internal static class FeatureArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.MachineType == MachineType.Microvm)
        {
            return;
        }

        var features = context.Definition.Features ?? new();
        var chip = context.MachineType == MachineType.Q35 ? "ICH9-LPC" : "PIIX4_PM";
        plan.Add("-global", $"{chip}.disable_s3={Number(features.SuspendToMemory != true)}");
        plan.Add("-global", $"{chip}.disable_s4={Number(features.SuspendToDisk != true)}");
        if (features.VmCoreInfo == true)
        {
            plan.AddDevice("vmcoreinfo");
        }
    }

    private static string Number(bool on) => on ? "1" : "0";
}
