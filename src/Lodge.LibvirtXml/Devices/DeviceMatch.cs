using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>
/// Finds the devices of a VM that a device's XML means when it is changed or detached: by what each kind is known by,
/// and by alias and address where they are given. libvirt does it kind by kind in the same way.
/// </summary>
public static class DeviceMatch
{
    /// <summary>Those that are meant: none, one, or more when the XML does not tell them apart.</summary>
    public static IReadOnlyList<DeviceDefinition> Find(VmDefinition vm, DeviceDefinition wanted) =>
    [
        .. vm.EachDevice().Select(item => item.Device).Where(device =>
            device.GetType() == wanted.GetType()
            && (wanted.Alias is null || device.Alias == wanted.Alias)
            && (wanted.Address is null || device.Address is null || device.Address == wanted.Address)
            && IsSame(device, wanted)),
    ];

    private static bool IsSame(DeviceDefinition device, DeviceDefinition wanted) => (device, wanted) switch
    {
        (DiskDefinition a, DiskDefinition b) => a.Name == b.Name,
        (NicDefinition a, NicDefinition b) => b.Mac is null || string.Equals(a.Mac, b.Mac, StringComparison.OrdinalIgnoreCase),
        (ControllerDefinition a, ControllerDefinition b) => a.Type == b.Type && (b.Index is null || a.Index == b.Index),
        (ChannelDefinition a, ChannelDefinition b) => a.Name == b.Name,
        (CharacterDevice a, CharacterDevice b) => (a.Backend ?? new ManagedBackend()) == (b.Backend ?? new ManagedBackend()),
        (FileSystemDefinition a, FileSystemDefinition b) => a.Tag == b.Tag,
        (HostDeviceDefinition a, HostDeviceDefinition b) => IsSameSource(a.Source, b.Source),
        (RedirectedDeviceDefinition a, RedirectedDeviceDefinition b) => (a.Backend ?? new SpiceBackend()) == (b.Backend ?? new SpiceBackend()),
        (InputDefinition a, InputDefinition b) => a.Type == b.Type && (b.Bus is null || a.Bus is null || a.Bus == b.Bus) && a.Source == b.Source,
        (SharedMemoryDefinition a, SharedMemoryDefinition b) => a.Name == b.Name,
        (RngDefinition a, RngDefinition b) => a.Source == b.Source,
        (WatchdogDefinition a, WatchdogDefinition b) => a.Model == b.Model,
        (SoundDefinition a, SoundDefinition b) => a.Model == b.Model,
        (VideoDefinition a, VideoDefinition b) => a.Model == b.Model,
        (PanicDefinition a, PanicDefinition b) => a.Model == b.Model,
        (MemoryDeviceDefinition a, MemoryDeviceDefinition b) =>
            a.Model == b.Model && a.Size == b.Size && (a.Node ?? 0) == (b.Node ?? 0) && a.Path == b.Path,
        _ => true,
    };

    // A USB device of the host may be named by what it is, by where it is, or by both.
    private static bool IsSameSource(HostDeviceSource source, HostDeviceSource wanted) => (source, wanted) switch
    {
        (UsbHostDevice a, UsbHostDevice b) => (b.Vendor is null || (a.Vendor == b.Vendor && (a.Product ?? 0) == (b.Product ?? 0)))
            && (b.Bus is null || (a.Bus == b.Bus && a.Device == b.Device)),
        _ => source == wanted,
    };
}
