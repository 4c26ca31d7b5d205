using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qemu.Companions;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Host;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Checks;

/// <summary>What the checks look at.</summary>
internal sealed record CheckContext
{
    /// <summary>The VM.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>What this QEMU can do.</summary>
    public required QemuFacts Facts { get; init; }

    /// <summary>The firmware that the VM's variable store was made for; null without one.</summary>
    public required FirmwareChoice? KeptFirmware { get; init; }

    /// <summary>The programs for companions that the host has.</summary>
    public required CompanionPrograms Programs { get; init; }

    /// <summary>Whether VMs have users of their own, which takes a daemon that is root.</summary>
    public required bool HasOwnUsers { get; init; }

    /// <summary>The processors that the VM's accelerator can give; null when nothing in the definition depends on them.</summary>
    public HostCpuModels? Cpus { get; init; }

    /// <summary>The proof of KVM.</summary>
    public required KvmReport Kvm { get; init; }

    /// <summary>What the configuration says about accelerators.</summary>
    public required AcceleratorPolicy Policy { get; init; }

    /// <summary>The host's memory now.</summary>
    public required MemoryInfo Memory { get; init; }

    /// <summary>Processors and NUMA nodes; read when a check asks for them.</summary>
    public required Lazy<HostTopology> Topology { get; init; }

    /// <summary>Pools of huge pages; read when a check asks for them.</summary>
    public required Lazy<IReadOnlyList<HugePagePool>> HugePages { get; init; }

    /// <summary>Absolute path of the folder with the host's certificates for displays.</summary>
    public string TlsFolder { get; init; } = QemuOptions.StandardTlsFolder;

    /// <summary>What live VMs occupy.</summary>
    public required VmClaims Claims { get; init; }
}
