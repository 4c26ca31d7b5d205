using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>The memory management unit for devices.</summary>
internal static class IommuValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Iommu is not { } iommu)
        {
            return;
        }

        var place = root.In("iommu");
        place.AddIf(definition.Machine.Type != MachineType.Q35, "", $"needs the board 'q35', and the board is {definition.Machine.Type.Quoted()}");
        place.Only(
            iommu.Model == IommuModel.Intel,
            "the model 'intel'",
            ("interruptRemapping", iommu.InterruptRemapping),
            ("cachingMode", iommu.CachingMode),
            ("extendedInterruptMode", iommu.ExtendedInterruptMode));
        place.AddIf(
            iommu is { ExtendedInterruptMode: true, InterruptRemapping: not true },
            "extendedInterruptMode",
            "needs iommu.interruptRemapping");
        place.AddIf(
            iommu.InterruptRemapping == true && definition.Features?.IrqChip == IrqChip.Kvm,
            "interruptRemapping",
            "needs features.irqChip 'split' or 'qemu', and it is 'kvm'");
    }
}
