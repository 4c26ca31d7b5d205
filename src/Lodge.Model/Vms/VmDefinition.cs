using System.Text.Json.Serialization;
using Lodge.Model.Primitives;

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
        bool panicNotifier = true,
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
        PanicNotifier = panicNotifier;
        OnReboot = onReboot;
    }

    /// <summary>Global identity; stays when the VM is renamed or moves to another host. Empty: one is made up.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique on a host. 1 to 63 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; no <c>-</c> or <c>.</c> first.</summary>
    public required string Name { get; init; }

    /// <summary>A short human title, at most 200 characters, one line.</summary>
    public string? Title { get; init; }

    /// <summary>Free text, at most 8,192 characters.</summary>
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

    /// <summary>Disks in boot order of their bus.</summary>
    public IReadOnlyList<DiskDefinition> Disks { get; init; }

    /// <summary>Network cards.</summary>
    public IReadOnlyList<NicDefinition> Nics { get; init; }

    /// <summary>Serial ports; the first is the console that <c>lodge console</c> opens.</summary>
    public IReadOnlyList<SerialDefinition> Serials { get; init; }

    /// <summary>Displays that can be watched from afar; empty for a headless VM.</summary>
    public IReadOnlyList<GraphicsDefinition> Graphics { get; init; }

    /// <summary>Gives the guest a device through which it reports its own kernel panic. Not on microvm.</summary>
    public bool PanicNotifier { get; init; }

    /// <summary>What to do when the guest powers itself off.</summary>
    public LifecycleAction OnPowerOff { get; init; } = LifecycleAction.Destroy;

    /// <summary>What to do when the guest reboots itself.</summary>
    public LifecycleAction OnReboot { get; init; }

    /// <summary>What to do when the guest's kernel panics.</summary>
    public LifecycleAction OnCrash { get; init; } = LifecycleAction.Destroy;

    /// <summary>Start the VM once after each boot of the host.</summary>
    public bool Autostart { get; init; }
}
