using Lodge.Api.Contracts.Devices;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Api.Devices;

/// <summary>Makes rows of the list of a VM's devices.</summary>
internal static class DeviceSummaries
{
    /// <summary>The devices that run, then those that only the next start will have.</summary>
    public static IReadOnlyList<DeviceSummary> Of(Vm vm)
    {
        var running = vm.Runtime?.Definition.EachDevice().ToList() ?? [];
        var defined = vm.Definition.EachDevice().ToList();
        return
        [
            .. running.Select(entry => Row(entry, vm.Definition.Machine.Type, true, Has(defined, entry))),
            .. defined.Where(entry => !Has(running, entry)).Select(entry => Row(entry, vm.Definition.Machine.Type, false, true)),
        ];
    }

    private static bool Has(List<(string Path, DeviceDefinition Device)> devices, (string Path, DeviceDefinition Device) wanted) =>
        devices.Exists(entry => wanted.Device.Alias is { } alias ? entry.Device.Alias == alias : entry.Path == wanted.Path);

    private static DeviceSummary Row((string Path, DeviceDefinition Device) entry, MachineType machine, bool running, bool defined)
    {
        var (path, device) = entry;
        var (kind, name, bus, detail) = Describe(device, machine);
        return new DeviceSummary(device.Alias, kind, name, bus, detail, device.Address, path, running, defined);
    }

    private static (DeviceKind Kind, string? Name, string? Bus, string? Detail) Describe(DeviceDefinition device, MachineType machine) => device switch
    {
        DiskDefinition disk => (DeviceKind.Disk, disk.Name, Word<DiskBus>(disk.BusOn(machine)), DiskDetail(disk)),
        NicDefinition nic => (DeviceKind.Nic, null, Word<NicModel>(nic.Model), nic.Mac),
        SerialDefinition serial => (DeviceKind.Serial, null, Word(serial.Model) ?? "isa", null),
        ParallelDefinition => (DeviceKind.Parallel, null, "isa", null),
        VirtioConsoleDefinition => (DeviceKind.Console, null, "virtio", null),
        ChannelDefinition channel => (DeviceKind.Channel, channel.Name, "virtio", null),
        ControllerDefinition controller => (DeviceKind.Controller, null, Word(controller.Model), ControllerDetail(controller)),
        FileSystemDefinition folder => (DeviceKind.FileSystem, folder.Tag, Word<FileSystemDriver>(folder.Driver), folder.Source),
        HostDeviceDefinition host => (DeviceKind.HostDevice, null, null, HostDetail(host.Source)),
        RedirectedDeviceDefinition => (DeviceKind.RedirectedDevice, null, "usb", null),
        HubDefinition => (DeviceKind.Hub, null, "usb", null),
        InputDefinition input => (DeviceKind.Input, null, Word(input.Bus), Word<InputType>(input.Type)),
        VideoDefinition video => (DeviceKind.Video, null, Word<VideoModel>(video.Model), null),
        SoundDefinition sound => (DeviceKind.Sound, null, Word<SoundModel>(sound.Model), null),
        WatchdogDefinition watchdog => (DeviceKind.Watchdog, null, Word<WatchdogModel>(watchdog.Model), Word<WatchdogAction>(watchdog.Action)),
        RngDefinition rng => (DeviceKind.Rng, null, "virtio", rng.Source),
        PanicDefinition panic => (DeviceKind.Panic, null, Word<PanicModel>(panic.Model), null),
        SharedMemoryDefinition shared => (DeviceKind.SharedMemory, shared.Name, Word<SharedMemoryModel>(shared.Model), shared.Size?.ToString()),
        MemoryDeviceDefinition memory => (DeviceKind.Memory, null, Word<MemoryDeviceModel>(memory.Model), memory.Size.ToString()),
        TpmDefinition tpm => (DeviceKind.Tpm, null, Word(tpm.Model), tpm.Host),
        VsockDefinition vsock => (DeviceKind.Vsock, null, "virtio", vsock.Cid is { } cid ? $"cid {cid}" : null),
        BalloonDefinition => (DeviceKind.Balloon, null, "virtio", null),
        IommuDefinition => (DeviceKind.Iommu, null, null, null),
        _ => throw new ArgumentOutOfRangeException(nameof(device), device, "Not a kind of device that a VM has."),
    };

    private static string? DiskDetail(DiskDefinition disk) => (disk.Device, disk.Source) switch
    {
        (var drive, null) => $"{Word<DiskDevice>(drive)}: empty",
        (DiskDevice.Disk, var source) => source.Describe(),
        (var drive, var source) => $"{Word<DiskDevice>(drive)}: {source.Describe()}",
    };

    private static string ControllerDetail(ControllerDefinition controller) =>
        controller.Index is { } index ? $"{Word<ControllerType>(controller.Type)} {index}" : Word<ControllerType>(controller.Type)!;

    private static string HostDetail(HostDeviceSource source) => source switch
    {
        PciHostDevice pci => pci.Host,
        UsbHostDevice { Vendor: { } vendor, Product: { } product } => $"usb {vendor:x4}:{product:x4}",
        UsbHostDevice usb => $"usb {usb.Bus}.{usb.Device}",
        MediatedHostDevice mediated => mediated.Uuid.ToString(),
        _ => "?",
    };

    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? Kebab.Of(known) : null;
}
