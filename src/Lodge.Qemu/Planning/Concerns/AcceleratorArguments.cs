using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>How guest code runs.</summary>
internal static class AcceleratorArguments
{
    public static void Add(PlanBuilder plan, PlanContext context) =>
        plan.Add("-accel", context.Accelerator.Kind == Accelerator.Kvm ? Kvm(context) : "tcg");

    // A device that remaps interrupts needs the I/O APIC in QEMU.
    private static string Kvm(PlanContext context)
    {
        var features = context.Definition.Features;
        var chip = features?.IrqChip ?? (context.Definition.Iommu?.InterruptRemapping == true ? IrqChip.Split : null);
        return OptionText.Of(
            "kvm",
            ("kernel-irqchip", chip switch { IrqChip.Kvm => "on", IrqChip.Split => "split", IrqChip.Qemu => "off", _ => null }),
            ("dirty-ring-size", features?.Kvm?.DirtyRing is { } entries ? PlanBuilder.Text(entries) : null));
    }
}
