using Lodge.Linux.Processors;
using Lodge.Model.Host;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning.Additions;

namespace Lodge.Qemu.Planning;

/// <summary>What the concerns of a plan share: the input, and what was resolved from it once.</summary>
internal sealed record PlanContext
{
    /// <summary>The VM.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>What this QEMU can do.</summary>
    public required QemuFacts Facts { get; init; }

    /// <summary>How guest code will run.</summary>
    public required AcceleratorChoice Accelerator { get; init; }

    /// <summary>Where the VM's files live.</summary>
    public required VmPaths Paths { get; init; }

    /// <summary>The files behind each disk.</summary>
    public required IReadOnlyList<ImageChain> Disks { get; init; }

    /// <summary>Whether a saved state is going to be loaded.</summary>
    public required bool Incoming { get; init; }

    /// <summary>Exact machine type.</summary>
    public required string MachineName { get; init; }

    /// <summary>The UEFI variable store: where the definition wants it, else among the VM's own files.</summary>
    public string VariableStore => Definition.Boot.Nvram ?? Paths.Variables;

    /// <summary>Firmware besides the board's own BIOS; null for that.</summary>
    public required FirmwareDecision? Uefi { get; init; }

    /// <summary>The processors that this accelerator can give; null when nothing in the definition depends on them.</summary>
    public required HostCpuModels? Cpus { get; init; }

    /// <summary>The time at the start, in the host's own zone.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How far the zone of the guest's clock is from UTC at that time; null without such a zone.</summary>
    public required TimeSpan? ZoneOffset { get; init; }

    /// <summary>What the host's own firmware tells of its maker; null when the guest shall not see it.</summary>
    public required SmbiosDefinition? HostSmbios { get; init; }

    /// <summary>How the host's processor encrypts memory; null when it cannot, or need not.</summary>
    public required MemoryEncryption? MemoryEncryption { get; init; }

    /// <summary>Speed of the host's time stamp counter, kHz; null when unknown.</summary>
    public required int? HostTscKilohertz { get; init; }

    /// <summary>What the user gives QEMU besides.</summary>
    public required QemuAdditions Additions { get; init; }

    /// <summary>The programs for companions that the host has.</summary>
    public required CompanionPrograms Programs { get; init; }

    /// <summary>Whether VMs have users of their own, which takes a daemon that is root.</summary>
    public required bool HasOwnUsers { get; init; }

    /// <summary>Where the displays listen, in the order of the definition.</summary>
    public required IReadOnlyList<RunningDisplay> Displays { get; init; }

    /// <summary>
    /// What stands for each of the VM's host devices below <c>/dev</c> now, in the order of the definition: the USB
    /// device, or the VFIO group. Null for one that is missing.
    /// </summary>
    public required IReadOnlyList<string?> HostNodes { get; init; }

    /// <summary>Absolute path of the folder with the host's certificates for displays.</summary>
    public required string TlsFolder { get; init; }

    /// <summary>The interfaces of cards on networks of the host.</summary>
    public required IReadOnlyList<NicPlug> Plugs { get; init; }

    /// <summary>Whether the kernel can carry the packets of virtio cards itself.</summary>
    public required bool HasVhostNet { get; init; }

    /// <summary>The family of boards.</summary>
    public MachineType MachineType => Definition.Machine.Type;

    /// <summary>Whether the guest boots through UEFI.</summary>
    public bool IsUefi => Uefi is not null;
}
