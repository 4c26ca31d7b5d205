using Lodge.Model.Vms.Compute;

namespace Lodge.Model.Vms.Devices;

/// <summary>Puts single devices into a definition and takes them out.</summary>
public static class DeviceEditing
{
    /// <summary>The definition with the device: in the place of the one with its alias, else at the end of its list.</summary>
    public static VmDefinition With(VmDefinition definition, DeviceDefinition device) => device switch
    {
        DiskDefinition disk => definition with { Disks = Put(definition.Disks, disk) },
        NicDefinition nic => definition with { Nics = Put(definition.Nics, nic) },
        SerialDefinition serial => definition with { Serials = Put(definition.Serials, serial) },
        ParallelDefinition parallel => definition with { Parallels = Put(definition.Parallels, parallel) },
        VirtioConsoleDefinition console => definition with { Consoles = Put(definition.Consoles, console) },
        ChannelDefinition channel => definition with { Channels = Put(definition.Channels, channel) },
        ControllerDefinition controller => definition with { Controllers = Put(definition.Controllers, controller) },
        FileSystemDefinition fileSystem => definition with { FileSystems = Put(definition.FileSystems, fileSystem) },
        HubDefinition hub => definition with { Hubs = Put(definition.Hubs, hub) },
        InputDefinition input => definition with { Inputs = Put(definition.Inputs, input) },
        VideoDefinition video => definition with { Videos = Put(definition.Videos, video) },
        SoundDefinition sound => definition with { Sounds = Put(definition.Sounds, sound) },
        HostDeviceDefinition host => definition with { HostDevices = Put(definition.HostDevices, host) },
        RedirectedDeviceDefinition redirected => definition with { RedirectedDevices = Put(definition.RedirectedDevices, redirected) },
        WatchdogDefinition watchdog => definition with { Watchdogs = Put(definition.Watchdogs, watchdog) },
        RngDefinition rng => definition with { Rngs = Put(definition.Rngs, rng) },
        PanicDefinition panic => definition with { Panics = Put(definition.Panics, panic) },
        SharedMemoryDefinition shared => definition with { SharedMemories = Put(definition.SharedMemories, shared) },
        MemoryDeviceDefinition memory => definition with
        {
            Memory = definition.Memory with { Devices = Put(definition.Memory.Devices, memory) },
        },
        TpmDefinition tpm => definition with { Tpm = tpm },
        VsockDefinition vsock => definition with { Vsock = vsock },
        BalloonDefinition balloon => definition with { Balloon = balloon, NoBalloon = false },
        IommuDefinition iommu => definition with { Iommu = iommu },
        _ => throw new ArgumentOutOfRangeException(nameof(device), device, "Not a kind of device that a VM has."),
    };

    /// <summary>The definition without the device of that alias; the same when there is none.</summary>
    public static VmDefinition Without(VmDefinition definition, string alias) => definition.FindDevice(alias) switch
    {
        null => definition,
        DiskDefinition => definition with { Disks = Cut(definition.Disks, alias) },
        NicDefinition => definition with { Nics = Cut(definition.Nics, alias) },
        SerialDefinition => definition with { Serials = Cut(definition.Serials, alias) },
        ParallelDefinition => definition with { Parallels = Cut(definition.Parallels, alias) },
        VirtioConsoleDefinition => definition with { Consoles = Cut(definition.Consoles, alias) },
        ChannelDefinition => definition with { Channels = Cut(definition.Channels, alias) },
        ControllerDefinition => definition with { Controllers = Cut(definition.Controllers, alias) },
        FileSystemDefinition => definition with { FileSystems = Cut(definition.FileSystems, alias) },
        HubDefinition => definition with { Hubs = Cut(definition.Hubs, alias) },
        InputDefinition => definition with { Inputs = Cut(definition.Inputs, alias) },
        VideoDefinition => definition with { Videos = Cut(definition.Videos, alias) },
        SoundDefinition => definition with { Sounds = Cut(definition.Sounds, alias) },
        HostDeviceDefinition => definition with { HostDevices = Cut(definition.HostDevices, alias) },
        RedirectedDeviceDefinition => definition with { RedirectedDevices = Cut(definition.RedirectedDevices, alias) },
        WatchdogDefinition => definition with { Watchdogs = Cut(definition.Watchdogs, alias) },
        RngDefinition => definition with { Rngs = Cut(definition.Rngs, alias) },
        PanicDefinition => definition with { Panics = Cut(definition.Panics, alias) },
        SharedMemoryDefinition => definition with { SharedMemories = Cut(definition.SharedMemories, alias) },
        MemoryDeviceDefinition => definition with
        {
            Memory = definition.Memory with { Devices = Cut(definition.Memory.Devices, alias) },
        },
        TpmDefinition => definition with { Tpm = null },
        VsockDefinition => definition with { Vsock = null },
        BalloonDefinition => definition with { Balloon = null, NoBalloon = true },
        IommuDefinition => definition with { Iommu = null },
        var other => throw new ArgumentOutOfRangeException(nameof(alias), other, "Not a kind of device that a VM has."),
    };

    private static IReadOnlyList<T> Put<T>(IReadOnlyList<T>? list, T device)
        where T : DeviceDefinition
    {
        var place = device.Alias is null ? -1 : list.OrEmpty().ToList().FindIndex(other => other.Alias == device.Alias);
        return place < 0 ? [.. list.OrEmpty(), device] : [.. list!.Take(place), device, .. list!.Skip(place + 1)];
    }

    private static IReadOnlyList<T> Cut<T>(IReadOnlyList<T>? list, string alias)
        where T : DeviceDefinition => [.. list.OrEmpty().Where(device => device.Alias != alias)];
}
