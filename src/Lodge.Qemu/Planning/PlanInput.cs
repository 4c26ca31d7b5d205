using Lodge.Linux.Processors;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning.Graphics;

namespace Lodge.Qemu.Planning;

/// <summary>All that a plan follows from.</summary>
internal sealed record PlanInput
{
    /// <summary>The VM, valid and complete.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>What this QEMU can do.</summary>
    public required QemuFacts Facts { get; init; }

    /// <summary>How guest code will run.</summary>
    public required AcceleratorChoice Accelerator { get; init; }

    /// <summary>Where the VM's files live.</summary>
    public required VmPaths Paths { get; init; }

    /// <summary>The files behind each disk, in the order of the definition.</summary>
    public required IReadOnlyList<ImageChain> Disks { get; init; }

    /// <summary>Whether QEMU waits for a saved state instead of booting.</summary>
    public bool Incoming { get; init; }

    /// <summary>The programs for companions that the host has.</summary>
    public CompanionPrograms Programs { get; init; } = new();

    /// <summary>Whether VMs have users of their own, which takes a daemon that is root.</summary>
    public bool HasOwnUsers { get; init; }

    /// <summary>
    /// The interfaces of cards on networks of the host. For one that is missing its plan is made as if there were one: to be
    /// shown, or to be compared with.
    /// </summary>
    public IReadOnlyList<NicPlug> Plugs { get; init; } = [];

    /// <summary>Whether the kernel can carry the packets of virtio cards itself (<c>/dev/vhost-net</c>).</summary>
    public bool HasVhostNet { get; init; }

    /// <summary>Exact machine type to use; null to follow the definition. A saved state needs the one it was saved from.</summary>
    public string? MachineName { get; init; }

    /// <summary>The firmware that the VM's variable store was made for; null without one.</summary>
    public FirmwareChoice? KeptFirmware { get; init; }

    /// <summary>The TCP ports of the displays, in the order of the definition.</summary>
    public IReadOnlyList<ChosenPorts> Ports { get; init; } = [];

    /// <summary>
    /// What stands for each of the VM's host devices below <c>/dev</c> now, in the order of the definition: the USB
    /// device, or the VFIO group. Null for one that is missing.
    /// </summary>
    public IReadOnlyList<string?> HostNodes { get; init; } = [];

    /// <summary>Absolute path of the folder with the host's certificates for displays.</summary>
    public string TlsFolder { get; init; } = QemuOptions.StandardTlsFolder;

    /// <summary>The processors that this accelerator can give; null when nothing in the definition depends on them.</summary>
    public HostCpuModels? Cpus { get; init; }

    /// <summary>The time at the start, in the host's own zone.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>How far the zone of the guest's clock is from UTC at that time; null without such a zone.</summary>
    public TimeSpan? ZoneOffset { get; init; }

    /// <summary>What the host's own firmware tells of its maker; null when the guest shall not see it.</summary>
    public SmbiosDefinition? HostSmbios { get; init; }

    /// <summary>How the host's processor encrypts memory; null when it cannot, or need not.</summary>
    public MemoryEncryption? MemoryEncryption { get; init; }

    /// <summary>Speed of the host's time stamp counter, kHz, which software emulation hands on to guests; null when unknown.</summary>
    public int? HostTscKilohertz { get; init; }
}
