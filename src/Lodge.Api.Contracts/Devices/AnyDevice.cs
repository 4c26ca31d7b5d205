using Lodge.Model.Errors;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;

namespace Lodge.Api.Contracts.Devices;

/// <summary>
/// One device of any kind: body of <c>POST /v1/vms/{vm}/devices</c> and <c>PUT /v1/vms/{vm}/devices/{device}</c>.
/// Exactly one field is set; its name is the kind.
/// </summary>
public sealed record AnyDevice
{
    /// <summary>A disk, CD-ROM drive or floppy drive.</summary>
    public DiskDefinition? Disk { get; init; }

    /// <summary>A network card.</summary>
    public NicDefinition? Nic { get; init; }

    /// <summary>A serial port.</summary>
    public SerialDefinition? Serial { get; init; }

    /// <summary>A parallel port.</summary>
    public ParallelDefinition? Parallel { get; init; }

    /// <summary>A virtio console.</summary>
    public VirtioConsoleDefinition? Console { get; init; }

    /// <summary>A channel between guest and host.</summary>
    public ChannelDefinition? Channel { get; init; }

    /// <summary>A bus, port or adapter.</summary>
    public ControllerDefinition? Controller { get; init; }

    /// <summary>A folder of the host.</summary>
    public FileSystemDefinition? FileSystem { get; init; }

    /// <summary>A device of the host.</summary>
    public HostDeviceDefinition? HostDevice { get; init; }

    /// <summary>A port for USB devices of the viewer's machine.</summary>
    public RedirectedDeviceDefinition? RedirectedDevice { get; init; }

    /// <summary>A USB hub.</summary>
    public HubDefinition? Hub { get; init; }

    /// <summary>A keyboard, mouse or tablet.</summary>
    public InputDefinition? Input { get; init; }

    /// <summary>A graphics card.</summary>
    public VideoDefinition? Video { get; init; }

    /// <summary>A sound card.</summary>
    public SoundDefinition? Sound { get; init; }

    /// <summary>A watchdog.</summary>
    public WatchdogDefinition? Watchdog { get; init; }

    /// <summary>A source of random numbers.</summary>
    public RngDefinition? Rng { get; init; }

    /// <summary>A reporter of kernel panics.</summary>
    public PanicDefinition? Panic { get; init; }

    /// <summary>Memory shared with others.</summary>
    public SharedMemoryDefinition? SharedMemory { get; init; }

    /// <summary>A memory module.</summary>
    public MemoryDeviceDefinition? Memory { get; init; }

    /// <summary>A trusted platform module.</summary>
    public TpmDefinition? Tpm { get; init; }

    /// <summary>A socket between guest and host.</summary>
    public VsockDefinition? Vsock { get; init; }

    /// <summary>A memory balloon.</summary>
    public BalloonDefinition? Balloon { get; init; }

    /// <summary>A memory management unit for devices.</summary>
    public IommuDefinition? Iommu { get; init; }

    /// <summary>The device.</summary>
    /// <exception cref="LodgeException">None is set, or several.</exception>
    public DeviceDefinition Device()
    {
        var devices = All().OfType<DeviceDefinition>().ToArray();
        return devices.Length == 1 ? devices[0] : throw new LodgeException(
            ErrorCode.InvalidArgument,
            devices.Length == 0 ? "The request has no device." : $"The request has {devices.Length} devices; it can have one.",
            """Write it with its kind, such as {"disk": {"source": {"type": "file", "path": "/srv/a.qcow2"}}}.""");
    }

    private IEnumerable<DeviceDefinition?> All() =>
    [
        Disk, Nic, Serial, Parallel, Console, Channel, Controller, FileSystem, HostDevice, RedirectedDevice, Hub, Input,
        Video, Sound, Watchdog, Rng, Panic, SharedMemory, Memory, Tpm, Vsock, Balloon, Iommu,
    ];
}
