namespace Lodge.Model.Vms.Devices;

/// <summary>All devices of a VM as one list, and the handling of lists that a definition leaves out.</summary>
public static class DeviceList
{
    /// <summary>The list itself; empty when it is absent.</summary>
    public static IReadOnlyList<T> OrEmpty<T>(this IReadOnlyList<T>? list) => list ?? [];

    /// <summary>Every device, each with its path in the definition's JSON, such as <c>disks[0]</c>; graphics are none.</summary>
    public static IEnumerable<(string Path, DeviceDefinition Device)> EachDevice(this VmDefinition definition) =>
    [
        .. Of("controllers", definition.Controllers),
        .. Of("disks", definition.Disks),
        .. Of("nics", definition.Nics),
        .. Of("serials", definition.Serials),
        .. Of("parallels", definition.Parallels),
        .. Of("consoles", definition.Consoles),
        .. Of("channels", definition.Channels),
        .. Of("fileSystems", definition.FileSystems),
        .. Of("hubs", definition.Hubs),
        .. Of("inputs", definition.Inputs),
        .. Of("videos", definition.Videos),
        .. Of("sounds", definition.Sounds),
        .. Of("hostDevices", definition.HostDevices),
        .. Of("redirectedDevices", definition.RedirectedDevices),
        .. Of("watchdogs", definition.Watchdogs),
        .. Of("rngs", definition.Rngs),
        .. Of("panics", definition.Panics),
        .. Of("sharedMemories", definition.SharedMemories),
        .. Of("memory.devices", definition.Memory.Devices),
        .. One("tpm", definition.Tpm),
        .. One("vsock", definition.Vsock),
        .. One("balloon", definition.Balloon),
        .. One("iommu", definition.Iommu),
    ];

    /// <summary>The device with this alias; null when there is none.</summary>
    public static DeviceDefinition? FindDevice(this VmDefinition definition, string alias) =>
        definition.EachDevice().FirstOrDefault(device => device.Device.Alias == alias).Device;

    private static IEnumerable<(string, DeviceDefinition)> Of(string path, IReadOnlyList<DeviceDefinition>? devices) =>
        devices.OrEmpty().Select((device, index) => ($"{path}[{index}]", device));

    private static IEnumerable<(string, DeviceDefinition)> One(string path, DeviceDefinition? device) =>
        device is null ? [] : [(path, device)];
}
