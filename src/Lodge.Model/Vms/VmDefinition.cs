using System.Text.Json.Serialization;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms;

/// <summary>
/// What the user asked a VM to be: durable, written before anything acts on it. JSON and libvirt's domain XML
/// are two notations for this one record.
/// </summary>
public sealed record VmDefinition
{
    /// <summary>A small VM: what is left out gets its default.</summary>
    // A constructor, since the JSON generator overwrites the initializers of init-only properties that a text leaves out.
    [JsonConstructor]
    public VmDefinition(
        MachineDefinition? machine = null,
        BootDefinition? boot = null,
        CpuDefinition? cpu = null,
        MemoryDefinition? memory = null,
        IReadOnlyList<DiskDefinition>? disks = null,
        IReadOnlyList<NicDefinition>? nics = null,
        IReadOnlyList<SerialDefinition>? serials = null,
        IReadOnlyList<GraphicsDefinition>? graphics = null,
        LifecycleAction onReboot = LifecycleAction.Restart)
    {
        Machine = machine ?? new();
        Boot = boot ?? new();
        Cpu = cpu ?? new();
        Memory = memory ?? new() { Size = ByteSize.FromMiB(512) };
        Disks = disks ?? [];
        Nics = nics ?? [];
        Serials = serials ?? [new()];
        Graphics = graphics ?? [];
        OnReboot = onReboot;
    }

    /// <summary>Global identity; stays when the VM is renamed or moves to another host. Empty: one is made up.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique on a host. 1 to 63 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; no <c>-</c> or <c>.</c> first.</summary>
    public required string Name { get; init; }

    /// <summary>A short human title, at most 200 characters, one line. Changes live.</summary>
    public string? Title { get; init; }

    /// <summary>Free text, at most 8,192 characters. Changes live.</summary>
    public string? Description { get; init; }

    /// <summary>How guest code runs.</summary>
    public Accelerator Accel { get; init; } = Accelerator.Auto;

    /// <summary>The board that QEMU emulates.</summary>
    public MachineDefinition Machine { get; init; }

    /// <summary>What the guest boots through and from.</summary>
    public BootDefinition Boot { get; init; }

    /// <summary>Virtual processors.</summary>
    public CpuDefinition Cpu { get; init; }

    /// <summary>Guest memory.</summary>
    public MemoryDefinition Memory { get; init; }

    /// <summary>Guest NUMA nodes and where memory lies on the host; absent: one node, anywhere.</summary>
    public NumaDefinition? Numa { get; init; }

    /// <summary>How the host serves the VM; absent: the profile general.</summary>
    public TuningDefinition? Tuning { get; init; }

    /// <summary>Parts of the platform that can be switched; absent: the usual ones.</summary>
    public FeaturesDefinition? Features { get; init; }

    /// <summary>The guest's clocks; absent: UTC.</summary>
    public ClockDefinition? Clock { get; init; }

    /// <summary>Memory that the host cannot read; absent: none.</summary>
    public LaunchSecurityDefinition? LaunchSecurity { get; init; }

    /// <summary>Disks, CD-ROM and floppy drives.</summary>
    public IReadOnlyList<DiskDefinition> Disks { get; init; }

    /// <summary>Network cards.</summary>
    public IReadOnlyList<NicDefinition> Nics { get; init; }

    /// <summary>Serial ports; the first is the console that <c>lodge console</c> opens.</summary>
    public IReadOnlyList<SerialDefinition> Serials { get; init; }

    /// <summary>Displays that can be watched from afar; empty for a headless VM.</summary>
    public IReadOnlyList<GraphicsDefinition> Graphics { get; init; }

    /// <summary>Graphics cards. Absent: standard VGA when there is a display, else none.</summary>
    public IReadOnlyList<VideoDefinition>? Videos { get; init; }

    /// <summary>Buses, ports and adapters. Those that devices need are added by themselves.</summary>
    public IReadOnlyList<ControllerDefinition>? Controllers { get; init; }

    /// <summary>Keyboards, mice, tablets. Absent: a USB tablet when there is a display; the board has PS/2 ones.</summary>
    public IReadOnlyList<InputDefinition>? Inputs { get; init; }

    /// <summary>Parallel ports.</summary>
    public IReadOnlyList<ParallelDefinition>? Parallels { get; init; }

    /// <summary>Virtio consoles.</summary>
    public IReadOnlyList<VirtioConsoleDefinition>? Consoles { get; init; }

    /// <summary>Named channels between guest and host. Absent: the guest agent's, except on microvm.</summary>
    public IReadOnlyList<ChannelDefinition>? Channels { get; init; }

    /// <summary>Folders of the host that the guest can mount.</summary>
    public IReadOnlyList<FileSystemDefinition>? FileSystems { get; init; }

    /// <summary>Devices of the host that the guest gets for itself.</summary>
    public IReadOnlyList<HostDeviceDefinition>? HostDevices { get; init; }

    /// <summary>Ports for USB devices of the viewer's machine.</summary>
    public IReadOnlyList<RedirectedDeviceDefinition>? RedirectedDevices { get; init; }

    /// <summary>USB hubs.</summary>
    public IReadOnlyList<HubDefinition>? Hubs { get; init; }

    /// <summary>Sound cards.</summary>
    public IReadOnlyList<SoundDefinition>? Sounds { get; init; }

    /// <summary>Sources of random numbers. Absent: one, except on microvm.</summary>
    public IReadOnlyList<RngDefinition>? Rngs { get; init; }

    /// <summary>Watchdogs.</summary>
    public IReadOnlyList<WatchdogDefinition>? Watchdogs { get; init; }

    /// <summary>Devices through which the guest reports its own kernel panic. Absent: one on the ISA bus, except on microvm.</summary>
    public IReadOnlyList<PanicDefinition>? Panics { get; init; }

    /// <summary>Memory shared with other VMs or programs of the host.</summary>
    public IReadOnlyList<SharedMemoryDefinition>? SharedMemories { get; init; }

    /// <summary>The trusted platform module; absent: none.</summary>
    public TpmDefinition? Tpm { get; init; }

    /// <summary>The socket between guest and host; absent: none.</summary>
    public VsockDefinition? Vsock { get; init; }

    /// <summary>The memory balloon; absent: none on microvm, else one. Take it away with <see cref="NoBalloon"/>.</summary>
    public BalloonDefinition? Balloon { get; init; }

    /// <summary>Whether there is no memory balloon.</summary>
    public bool NoBalloon { get; init; }

    /// <summary>The memory management unit for devices; absent: none.</summary>
    public IommuDefinition? Iommu { get; init; }

    /// <summary>What to do when the guest powers itself off. Changes live.</summary>
    public LifecycleAction OnPowerOff { get; init; } = LifecycleAction.Destroy;

    /// <summary>What to do when the guest reboots itself. Changes live.</summary>
    public LifecycleAction OnReboot { get; init; }

    /// <summary>What to do when the guest's kernel panics. Changes live.</summary>
    public LifecycleAction OnCrash { get; init; } = LifecycleAction.Destroy;

    /// <summary>Start the VM once after each boot of the host. Changes live.</summary>
    public bool Autostart { get; init; }

    /// <summary>What libvirt's XML of the VM holds besides. Absent: nothing.</summary>
    public KeptXml? Kept { get; init; }
}
