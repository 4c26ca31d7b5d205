using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Vms.Tuning;

/// <summary>How the host serves the VM. Most of it can change while the VM runs; profile and number of I/O threads count from the next start on.</summary>
public sealed record TuningDefinition
{
    /// <summary>A preset for what is left open here and on the devices. Absent: general.</summary>
    public TuningProfile? Profile { get; init; }

    /// <summary>Processor time and placement. Changes live.</summary>
    public CpuTuning? Cpu { get; init; }

    /// <summary>Limits of the VM's whole memory on the host. Changes live.</summary>
    public MemoryTuning? Memory { get; init; }

    /// <summary>Share of the host's disks. Changes live.</summary>
    public BlockIoTuning? BlockIo { get; init; }

    /// <summary>Threads of QEMU that serve disks, besides the main one. Absent: as the profile says.</summary>
    public IReadOnlyList<IoThreadDefinition>? IoThreads { get; init; }

    /// <summary>What the kernel counts of all the VM's threads, each once. What the processor counts not every host offers. Absent: nothing. Changes live.</summary>
    public IReadOnlyList<PerfEvent>? PerfEvents { get; init; }
}

/// <summary>Named presets.</summary>
[JsonConverter(typeof(KebabEnumConverter<TuningProfile>))]
public enum TuningProfile
{
    /// <summary>Sound for everything.</summary>
    General = 0,

    /// <summary>Quick answers: own I/O threads, polling, no balloon reporting, preallocated memory.</summary>
    Latency = 1,

    /// <summary>Much data: own I/O threads, queues for every vCPU, large rings.</summary>
    Throughput = 2,

    /// <summary>Many VMs on a host: shared pages, free pages reported, few queues.</summary>
    Density = 3,
}

/// <summary>Processor time and placement. CPU sets are written as libvirt does: <c>0-3,^2,8</c>.</summary>
public sealed record CpuTuning
{
    /// <summary>Share of processor time against other VMs, 1 to 10,000 (control group v2; v1's shares are in proportion, 1,024 for 100). Absent: 100.</summary>
    public int? Weight { get; init; }

    /// <summary>Microseconds of a period of each vCPU's quota, 1,000 to 1,000,000. Absent: 100,000.</summary>
    public long? Period { get; init; }

    /// <summary>Microseconds that each vCPU may run in a period, 1,000 or more; -1: no limit. Absent: no limit.</summary>
    public long? Quota { get; init; }

    /// <summary>Period of the whole VM's quota, microseconds, 1,000 to 1,000,000. Absent: 100,000.</summary>
    public long? GlobalPeriod { get; init; }

    /// <summary>Quota of the whole VM, microseconds of a period, 1,000 or more; -1: no limit. Absent: no limit.</summary>
    public long? GlobalQuota { get; init; }

    /// <summary>Period of the quota of QEMU's own threads, microseconds, 1,000 to 1,000,000. Absent: 100,000.</summary>
    public long? EmulatorPeriod { get; init; }

    /// <summary>Quota of QEMU's own threads, microseconds of a period, 1,000 or more; -1: no limit. Absent: no limit.</summary>
    public long? EmulatorQuota { get; init; }

    /// <summary>Period of the quota of each I/O thread, microseconds, 1,000 to 1,000,000. Absent: 100,000.</summary>
    public long? IoThreadPeriod { get; init; }

    /// <summary>Quota of each I/O thread, microseconds of a period, 1,000 or more; -1: no limit. Absent: no limit.</summary>
    public long? IoThreadQuota { get; init; }

    /// <summary>Host CPUs for all threads that have no pins of their own. Absent: any.</summary>
    public string? CpuSet { get; init; }

    /// <summary>Host CPUs for single vCPUs.</summary>
    public IReadOnlyList<VcpuPin>? VcpuPins { get; init; }

    /// <summary>Host CPUs for QEMU's own threads.</summary>
    public string? EmulatorPin { get; init; }

    /// <summary>Host CPUs for single I/O threads.</summary>
    public IReadOnlyList<IoThreadPin>? IoThreadPins { get; init; }

    /// <summary>Scheduling of vCPUs.</summary>
    public IReadOnlyList<VcpuScheduler>? VcpuSchedulers { get; init; }

    /// <summary>Scheduling of QEMU's own threads.</summary>
    public ThreadScheduler? EmulatorScheduler { get; init; }

    /// <summary>Scheduling of I/O threads.</summary>
    public IReadOnlyList<IoThreadScheduler>? IoThreadSchedulers { get; init; }
}

/// <summary>Host CPUs of a vCPU.</summary>
/// <param name="Vcpu">0 or more, below <c>cpu.count</c>, each once.</param>
/// <param name="CpuSet">Such as <c>2</c> or <c>4-7</c>.</param>
public sealed record VcpuPin(int Vcpu, string CpuSet);

/// <summary>Host CPUs of an I/O thread.</summary>
/// <param name="IoThread">Its id, 1 or more, each once.</param>
/// <param name="CpuSet">Such as <c>2</c> or <c>4-7</c>.</param>
public sealed record IoThreadPin(int IoThread, string CpuSet);

/// <summary>Scheduling of a thread.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Priority">1 to 99, for fifo and rr, which need it. Absent: none.</param>
public sealed record ThreadScheduler(SchedulerPolicy Policy, int? Priority = null);

/// <summary>Scheduling of vCPUs.</summary>
/// <param name="Vcpus">Which, such as <c>0-3</c>.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Priority">1 to 99, for fifo and rr, which need it. Absent: none.</param>
public sealed record VcpuScheduler(string Vcpus, SchedulerPolicy Policy, int? Priority = null);

/// <summary>Scheduling of I/O threads.</summary>
/// <param name="IoThreads">Which, such as <c>1-2</c>.</param>
/// <param name="Policy">The policy.</param>
/// <param name="Priority">1 to 99, for fifo and rr, which need it. Absent: none.</param>
public sealed record IoThreadScheduler(string IoThreads, SchedulerPolicy Policy, int? Priority = null);

/// <summary>Scheduling policies of Linux (sched(7)).</summary>
[JsonConverter(typeof(KebabEnumConverter<SchedulerPolicy>))]
public enum SchedulerPolicy
{
    /// <summary>Real time, until it waits.</summary>
    Fifo = 0,

    /// <summary>Real time, in turns.</summary>
    Rr = 1,

    /// <summary>For work that nobody waits for.</summary>
    Batch = 2,

    /// <summary>When nothing else runs.</summary>
    Idle = 3,
}

/// <summary>Limits of the VM's whole memory on the host: guest, QEMU's own, and what it caches.</summary>
public sealed record MemoryTuning
{
    /// <summary>More than this kills the VM, at least 1 MiB. QEMU needs some beside the guest's: leave room. Absent: no limit.</summary>
    public ByteSize? HardLimit { get; init; }

    /// <summary>What is above goes first when the host runs short; at least 1 MiB, at most the hard limit. Absent: no limit.</summary>
    public ByteSize? SoftLimit { get; init; }

    /// <summary>Memory and swap together, at least the hard limit. Absent: no limit.</summary>
    public ByteSize? SwapHardLimit { get; init; }
}

/// <summary>Share of the host's disks.</summary>
public sealed record BlockIoTuning
{
    /// <summary>Against other VMs, 1 to 10,000; control groups v1: 10 to 1,000. Absent: 100.</summary>
    public int? Weight { get; init; }

    /// <summary>Limits on single block devices of the host.</summary>
    public IReadOnlyList<BlockIoDevice>? Devices { get; init; }
}

/// <summary>Limits on a block device of the host.</summary>
public sealed record BlockIoDevice
{
    /// <summary>Absolute path of the device node.</summary>
    public required string Path { get; init; }

    /// <summary>Share, 1 to 10,000. Absent: as the VM's.</summary>
    public int? Weight { get; init; }

    /// <summary>Bytes a second that are read, 1 or more. Absent: no limit.</summary>
    public long? ReadBytes { get; init; }

    /// <summary>Bytes a second that are written, 1 or more. Absent: no limit.</summary>
    public long? WriteBytes { get; init; }

    /// <summary>Reads a second, 1 to 4,294,967,295. Absent: no limit.</summary>
    public long? ReadIops { get; init; }

    /// <summary>Writes a second, 1 to 4,294,967,295. Absent: no limit.</summary>
    public long? WriteIops { get; init; }
}

/// <summary>A thread of QEMU that serves disks.</summary>
public sealed record IoThreadDefinition
{
    /// <summary>1 to 4,096, unique.</summary>
    public required int Id { get; init; }

    /// <summary>Longest time that it polls before it sleeps, nanoseconds; 0: not at all. Absent: QEMU's (32,768). Changes live.</summary>
    public long? PollMax { get; init; }

    /// <summary>Factor by which that time grows, 0 or more; 0: QEMU's. Absent: QEMU's. Changes live.</summary>
    public long? PollGrow { get; init; }

    /// <summary>Divisor by which it shrinks, 0 or more; 0: QEMU's. Absent: QEMU's. Changes live.</summary>
    public long? PollShrink { get; init; }

    /// <summary>Least worker threads that are kept, 0 to 1,024. Absent: 0. Changes live.</summary>
    public int? ThreadPoolMin { get; init; }

    /// <summary>Most worker threads, 1 to 1,024. Absent: 64. Changes live.</summary>
    public int? ThreadPoolMax { get; init; }
}
