namespace Lodge.Model.Host;

/// <summary>What this host is and can do, as <c>lodge host</c> shows it.</summary>
public sealed record HostReport
{
    /// <summary>Host name.</summary>
    public required string HostName { get; init; }

    /// <summary>Kernel release.</summary>
    public required string Kernel { get; init; }

    /// <summary>Processors that are online.</summary>
    public required int CpuCount { get; init; }

    /// <summary>Processor model as the kernel names it.</summary>
    public required string CpuModel { get; init; }

    /// <summary>How processors and memory are arranged: sockets, cores, NUMA nodes.</summary>
    public HostTopology? Topology { get; init; }

    /// <summary>Memory, bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Memory that new VMs could take now, bytes (the kernel's MemAvailable).</summary>
    public required long MemoryAvailableBytes { get; init; }

    /// <summary>The proof of KVM.</summary>
    public required KvmReport Kvm { get; init; }

    /// <summary>What QEMU can do; null while it is being found out, or when none is usable.</summary>
    public QemuFacts? Qemu { get; init; }

    /// <summary>Why <see cref="Qemu"/> is missing.</summary>
    public string? QemuProblem { get; init; }

    /// <summary>How VMs are confined on this host.</summary>
    public required SecurityReport Security { get; init; }

    /// <summary>Whether the daemon has root's rights; without them VMs run as the daemon's own user.</summary>
    public required bool Privileged { get; init; }

    /// <summary>Folder below which this daemon keeps everything; null for the system's folders.</summary>
    public string? Root { get; init; }
}
