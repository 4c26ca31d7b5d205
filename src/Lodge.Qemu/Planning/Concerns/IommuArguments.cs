using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>A memory management unit for devices; comes before all that it manages.</summary>
internal static class IommuArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Definition.Iommu is not { } iommu || context.MachineType != MachineType.Q35)
        {
            return;
        }

        var id = iommu.Alias ?? "iommu0";
        if (iommu.Model == IommuModel.Virtio)
        {
            plan.Add(new PlannedDevice { Id = id, Driver = "virtio-iommu-pci", Properties = DevicePlace.Of(context.Definition, iommu) });
            return;
        }

        plan.AddDevice(
            "intel-iommu",
            ("id", id),
            ("intremap", iommu.InterruptRemapping is { } remaps ? OptionText.Switch(remaps) : null),
            ("caching-mode", iommu.CachingMode is { } caches ? OptionText.Switch(caches) : null),
            ("eim", iommu.ExtendedInterruptMode is { } extended ? OptionText.Switch(extended) : null));
    }
}
