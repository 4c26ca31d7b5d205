using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Memory;

/// <summary>Memory modules besides the board's memory, made alike at start and when they are plugged in. Pure.</summary>
internal static class MemoryModules
{
    /// <summary>Name of a module within QEMU.</summary>
    public static string IdOf(MemoryDeviceDefinition device, int index) => device.Alias ?? $"memory{PlanBuilder.Text(index)}";

    /// <summary>A module with the object behind it.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="device">The module.</param>
    /// <param name="index">Its place among the VM's modules.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: a module that keeps its contents has no file.</exception>
    public static PlannedDevice Plan(PlanContext context, MemoryDeviceDefinition device, int index)
    {
        var id = IdOf(device, index);
        var (backend, reachable) = Backend(context, device, $"{id}-ram");
        return new PlannedDevice
        {
            Id = id,
            Backends = [backend],
            Driver = device.Model switch
            {
                MemoryDeviceModel.VirtioMem => DevicePlace.VirtioDriver(context.Definition, "virtio-mem"),
                MemoryDeviceModel.VirtioPmem => DevicePlace.VirtioDriver(context.Definition, "virtio-pmem"),
                MemoryDeviceModel.Nvdimm => "nvdimm",
                _ => "pc-dimm",
            },
            Properties = [("memdev", backend.Id), .. Properties(context, device), .. DevicePlace.Of(context.Definition, device)],
            Reachable = reachable,
        };
    }

    private static (PlannedObject, IReadOnlyList<LandlockRule>) Backend(PlanContext context, MemoryDeviceDefinition device, string id)
    {
        if (device.Model is MemoryDeviceModel.Nvdimm or MemoryDeviceModel.VirtioPmem)
        {
            return Persistent(device, id);
        }

        // Of a virtio-mem only what the guest was given counts, so nothing is set aside for the rest.
        var manner = MemoryBackends.MannerOf(context, device.HugePages, hostNodes: device.HostNodes);
        var isVirtio = device.Model == MemoryDeviceModel.VirtioMem;
        return MemoryBackends.Object(
            context,
            id,
            device.Size,
            isVirtio ? manner with { IsSparse = true } : manner,
            ("reserve", isVirtio && manner.HugePages is null ? false : null));
    }

    private static (PlannedObject, IReadOnlyList<LandlockRule>) Persistent(MemoryDeviceDefinition device, string id)
    {
        var path = device.Path ?? throw new LodgeException(
            ErrorCode.Unsupported, "A memory module that keeps its contents needs a file to keep them in.", "Set memory.devices[].path.");
        return (
            new PlannedObject("memory-backend-file", id, OptionMap.Of(
                ("size", device.Size.Bytes),
                ("mem-path", new DescriptorValue(DescriptorForm.Path, new DeviceDescriptor(id, new OpenedFile(path, FileOpening.ReadWrite)))),
                ("share", true))),
            [new LandlockRule(path, LandlockAccess.ReadWrite)]);
    }

    private static OptionMap Properties(PlanContext context, MemoryDeviceDefinition device)
    {
        var slot = device.Address as Model.Vms.Devices.DimmAddress;
        var isHuge = (device.HugePages ?? context.Definition.Memory.Backing?.HugePages) is not null;
        return device.Model switch
        {
            MemoryDeviceModel.VirtioMem =>
            [
                ("node", (long)(device.Node ?? 0)),
                ("block-size", device.Block?.Bytes),
                ("requested-size", (device.Requested ?? device.Size).Bytes),
                ("prealloc", isHuge ? true : null),
            ],
            MemoryDeviceModel.VirtioPmem => [],
            _ =>
            [
                ("node", (long)(device.Node ?? 0)),
                ("label-size", device.LabelSize?.Bytes),
                ("slot", slot is null ? null : (long)slot.Slot),
                ("addr", slot?.Base),
            ],
        };
    }
}
