using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>All devices of a domain that was read.</summary>
internal sealed record DeviceSet
{
    /// <summary>All of them, in their order.</summary>
    public required IReadOnlyList<DeviceDefinition> All { get; init; }

    public required IReadOnlyList<GraphicsDefinition> Graphics { get; init; }

    /// <summary>Whether <c>&lt;memballoon model='none'/&gt;</c> was there.</summary>
    public required bool NoBalloon { get; init; }

    public IReadOnlyList<DiskDefinition> Disks => Of<DiskDefinition>();

    public IReadOnlyList<NicDefinition> Nics => Of<NicDefinition>();

    public IReadOnlyList<SerialDefinition> Serials => Of<SerialDefinition>();

    public IReadOnlyList<MemoryDeviceDefinition>? Memory => Of<MemoryDeviceDefinition>() is { Count: > 0 } modules ? modules : null;

    /// <summary>
    /// The definition with the devices that its constructor does not take. What Lodge's own notation adds by itself, an
    /// empty list keeps away; a card for the displays and the controllers are added as libvirt does.
    /// </summary>
    public VmDefinition AddTo(VmDefinition definition) => definition with
    {
        Controllers = OrNull<ControllerDefinition>(),
        Parallels = OrNull<ParallelDefinition>(),
        Consoles = OrNull<VirtioConsoleDefinition>(),
        Channels = Of<ChannelDefinition>(),
        FileSystems = OrNull<FileSystemDefinition>(),
        Hubs = OrNull<HubDefinition>(),
        Inputs = Of<InputDefinition>(),
        Videos = OrNull<VideoDefinition>(),
        Sounds = OrNull<SoundDefinition>(),
        HostDevices = OrNull<HostDeviceDefinition>(),
        RedirectedDevices = OrNull<RedirectedDeviceDefinition>(),
        Watchdogs = OrNull<WatchdogDefinition>(),
        Rngs = Of<RngDefinition>(),
        Panics = Of<PanicDefinition>(),
        SharedMemories = OrNull<SharedMemoryDefinition>(),
        Tpm = One<TpmDefinition>(),
        Vsock = One<VsockDefinition>(),
        Balloon = One<BalloonDefinition>(),
        NoBalloon = NoBalloon,
        Iommu = One<IommuDefinition>(),
    };

    private List<T> Of<T>()
        where T : DeviceDefinition => [.. All.OfType<T>()];

    private List<T>? OrNull<T>()
        where T : DeviceDefinition => Of<T>() is { Count: > 0 } found ? found : null;

    private T? One<T>()
        where T : DeviceDefinition => All.OfType<T>().FirstOrDefault();
}
