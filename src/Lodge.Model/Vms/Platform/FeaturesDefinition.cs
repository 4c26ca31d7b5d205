using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Platform;

/// <summary>Parts of the platform that can be switched.</summary>
public sealed record FeaturesDefinition
{
    /// <summary>ACPI. Absent: on; guests can hardly be shut down without.</summary>
    public bool? Acpi { get; init; }

    /// <summary>Local APIC. Absent: on. Off only on pc and microvm: the ports of q35 cannot do without it.</summary>
    public bool? Apic { get; init; }

    /// <summary>Physical address extension. Absent: on; no 64-bit guest starts without.</summary>
    public bool? Pae { get; init; }

    /// <summary>System management mode. Absent: on with secure boot, else as the board does.</summary>
    public bool? Smm { get; init; }

    /// <summary>A place where the guest leaves what a memory dump needs. Absent: off.</summary>
    public bool? VmCoreInfo { get; init; }

    /// <summary>VMware's port. Absent: off.</summary>
    public bool? VmPort { get; init; }

    /// <summary>PS/2 controller. Absent: on. Off needs QEMU 8.2 or newer.</summary>
    public bool? Ps2 { get; init; }

    /// <summary>Performance counters. Absent: as the CPU model.</summary>
    public bool? Pmu { get; init; }

    /// <summary>Interrupt controller: in the kernel, split, or in QEMU. Absent: as QEMU does.</summary>
    public IrqChip? IrqChip { get; init; }

    /// <summary>Sleep to memory (S3). Absent: off.</summary>
    public bool? SuspendToMemory { get; init; }

    /// <summary>Sleep to disk (S4). Absent: off.</summary>
    public bool? SuspendToDisk { get; init; }

    /// <summary>KVM's own features. KVM only.</summary>
    public KvmFeatures? Kvm { get; init; }

    /// <summary>Enlightenments for Windows guests.</summary>
    public HyperVFeatures? HyperV { get; init; }
}

/// <summary>Where interrupts are handled.</summary>
[JsonConverter(typeof(KebabEnumConverter<IrqChip>))]
public enum IrqChip
{
    /// <summary>All in the kernel.</summary>
    Kvm = 0,

    /// <summary>The I/O APIC in QEMU.</summary>
    Split = 1,

    /// <summary>All in QEMU.</summary>
    Qemu = 2,
}

/// <summary>KVM's own features.</summary>
public sealed record KvmFeatures
{
    /// <summary>Whether the guest cannot see that it runs under KVM. Absent: no.</summary>
    public bool? Hidden { get; init; }

    /// <summary>Whether the guest is told that its vCPUs have CPUs to themselves. Absent: no.</summary>
    public bool? HintDedicated { get; init; }

    /// <summary>Whether the guest decides about polling in the host. Absent: as the CPU model.</summary>
    public bool? PollControl { get; init; }

    /// <summary>Paravirtual interrupts between processors. Absent: on.</summary>
    public bool? PvIpi { get; init; }

    /// <summary>Paravirtual spinlocks. Absent: as the CPU model.</summary>
    public bool? PvUnhalt { get; init; }

    /// <summary>Paravirtual page faults. Absent: as the CPU model.</summary>
    public bool? PvAsyncPageFault { get; init; }

    /// <summary>Paravirtual end of interrupt. Absent: as the CPU model.</summary>
    public bool? PvEoi { get; init; }

    /// <summary>Entries of the ring of dirty pages, a power of two, 1,024 to 65,536. Absent: a bitmap.</summary>
    public int? DirtyRing { get; init; }
}

/// <summary>Hyper-V's enlightenments, as QEMU names them (docs/system/i386/hyperv.rst). Absent: off, or as <see cref="Mode"/> says.</summary>
public sealed record HyperVFeatures
{
    /// <summary>Whether all that the host can do is on. Absent: custom.</summary>
    public HyperVMode? Mode { get; init; }

    /// <summary>No watchdog timeouts on a busy host. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Relaxed { get; init; }

    /// <summary>Paravirtual local APIC. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Vapic { get; init; }

    /// <summary>Tries of a spinlock before the host is told, 4,095 or more. Absent: off, or as <see cref="Mode"/> says.</summary>
    public long? Spinlocks { get; init; }

    /// <summary>Index of the virtual processor. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? VpIndex { get; init; }

    /// <summary>Run time of the virtual processor. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Runtime { get; init; }

    /// <summary>Synthetic interrupt controller; needs <see cref="VpIndex"/>. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Synic { get; init; }

    /// <summary>Synthetic timers; need <see cref="Synic"/>. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Stimer { get; init; }

    /// <summary>Their direct mode. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? StimerDirect { get; init; }

    /// <summary>Reset by a register. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Reset { get; init; }

    /// <summary>Vendor that the guest reads, 1 to 12 characters.</summary>
    public string? VendorId { get; init; }

    /// <summary>Frequencies of time stamp counter and APIC. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Frequencies { get; init; }

    /// <summary>Notice of a migration. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Reenlightenment { get; init; }

    /// <summary>Paravirtual flush of the translation buffer. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? TlbFlush { get; init; }

    /// <summary>Paravirtual interrupts between processors. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Ipi { get; init; }

    /// <summary>Enlightened VMCS, for nested Hyper-V on Intel. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Evmcs { get; init; }

    /// <summary>Works with APIC virtualization. Absent: off, or as <see cref="Mode"/> says.</summary>
    public bool? Avic { get; init; }
}

/// <summary>How enlightenments are chosen.</summary>
[JsonConverter(typeof(KebabEnumConverter<HyperVMode>))]
public enum HyperVMode
{
    /// <summary>One by one.</summary>
    Custom = 0,

    /// <summary>All that the host can do.</summary>
    Passthrough = 1,
}
