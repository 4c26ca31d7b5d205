using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Images;

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

    /// <summary>UEFI firmware; null for BIOS.</summary>
    public required FirmwareDecision? Uefi { get; init; }

    /// <summary>Speed of the host's time stamp counter, kHz; null when unknown.</summary>
    public required int? HostTscKilohertz { get; init; }

    /// <summary>The programs for companions that the host has.</summary>
    public required CompanionPrograms Programs { get; init; }

    /// <summary>Whether VMs have users of their own, which takes a daemon that is root.</summary>
    public required bool HasOwnUsers { get; init; }

    /// <summary>The family of boards.</summary>
    public MachineType MachineType => Definition.Machine.Type;

    /// <summary>Whether the guest boots through UEFI.</summary>
    public bool IsUefi => Uefi is not null;

    /// <summary>Whether there is a VNC display.</summary>
    public bool HasVnc => Definition.Graphics.Any(graphics => graphics.Type == GraphicsType.Vnc);
}
