using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Cli.Launching;

/// <summary>What a command line asks a new VM to be. Null: not said.</summary>
internal sealed record LaunchWishes
{
    /// <summary>Virtual processors.</summary>
    public int? Cpus { get; init; }

    /// <summary>Guest memory.</summary>
    public ByteSize? Memory { get; init; }

    /// <summary>Disks.</summary>
    public IReadOnlyList<DiskDefinition> Disks { get; init; } = [];

    /// <summary>Absolute path of a kernel.</summary>
    public string? Kernel { get; init; }

    /// <summary>Absolute path of an initramfs.</summary>
    public string? Initrd { get; init; }

    /// <summary>Command line of the kernel.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The board.</summary>
    public MachineType? Machine { get; init; }

    /// <summary>The firmware.</summary>
    public FirmwareType? Firmware { get; init; }

    /// <summary>How guest code runs.</summary>
    public Accelerator? Accel { get; init; }

    /// <summary>Networks that the VM gets a card on each.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>The network card's other end, when that is no network.</summary>
    public NicChoice? Nic { get; init; }

    /// <summary>Port of the host's loopback that leads to the guest's ssh, when the card is on QEMU's own network.</summary>
    public int? SshPort { get; init; }

    /// <summary>Whether to add a display.</summary>
    public bool Vnc { get; init; }

    /// <summary>Whether it starts with the host.</summary>
    public bool Autostart { get; init; }

    /// <summary>At power-off.</summary>
    public LifecycleAction? OnPowerOff { get; init; }

    /// <summary>At reboot.</summary>
    public LifecycleAction? OnReboot { get; init; }

    /// <summary>At a crash.</summary>
    public LifecycleAction? OnCrash { get; init; }

    /// <summary>The preset of its tuning.</summary>
    public TuningProfile? Profile { get; init; }

    /// <summary>More devices, each as the JSON of an <c>AnyDevice</c>.</summary>
    public IReadOnlyList<byte[]> Devices { get; init; } = [];

    /// <summary>More values, as <c>lodge set</c> takes them.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>A title for people.</summary>
    public string? Title { get; init; }
}

/// <summary>Choices of <c>--nic</c>.</summary>
internal enum NicChoice
{
    /// <summary>A private network that reaches out.</summary>
    User,

    /// <summary>No network card.</summary>
    None,
}
