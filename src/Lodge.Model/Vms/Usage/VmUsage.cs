using Lodge.Model.Primitives;
using Lodge.Model.Vms.Guest;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Vms.Usage;

/// <summary>What a running VM has used so far. What the host counts is always there; what only QEMU knows may be missing.</summary>
public sealed record VmUsage
{
    /// <summary>What its QEMU has used of the host; null when that has just ended.</summary>
    public ProcessUsage? Process { get; init; }

    /// <summary>Its processors, by number; only those whose threads are known.</summary>
    public IReadOnlyList<VcpuUsage> Vcpus { get; init; } = [];

    /// <summary>What the guest says of its memory; null without a balloon, or when it was not asked for or not told.</summary>
    public GuestMemory? Memory { get; init; }

    /// <summary>Its disks, in the order of the definition; empty when QEMU did not tell.</summary>
    public IReadOnlyList<DiskUsage> Disks { get; init; } = [];

    /// <summary>Its network cards that have an interface on the host, in the order of the definition.</summary>
    public IReadOnlyList<NicUsage> Nics { get; init; } = [];

    /// <summary>Its I/O threads, by number; empty when QEMU did not tell.</summary>
    public IReadOnlyList<IoThreadUsage> IoThreads { get; init; } = [];

    /// <summary>How fast the guest changes its memory; null when it was not asked for or not told.</summary>
    public DirtyRate? DirtyRate { get; init; }

    /// <summary>What the kernel has counted, event by event, since counting began or this daemon took the VM over; in the events' order.</summary>
    public IReadOnlyList<PerfCount> PerfEvents { get; init; } = [];

    /// <summary>Why something that was asked for is missing; null when everything is there.</summary>
    public string? Missing { get; init; }
}

/// <summary>What of <see cref="VmUsage"/> is wanted.</summary>
[Flags]
public enum UsageParts
{
    /// <summary>What the host counts for the process; QEMU is not asked.</summary>
    Process = 0,

    /// <summary>The processors.</summary>
    Vcpus = 1,

    /// <summary>The guest's memory.</summary>
    Memory = 2,

    /// <summary>The disks.</summary>
    Disks = 4,

    /// <summary>The I/O threads.</summary>
    IoThreads = 8,

    /// <summary>How fast the guest changes its memory.</summary>
    DirtyRate = 16,

    /// <summary>The network cards; QEMU is not asked.</summary>
    Nics = 32,

    /// <summary>
    /// Not a part: what QEMU told a moment ago will do where it cannot have changed, or hardly. That is the guest's memory until
    /// the guest may have told anew, and the sizes of images while they are the same images.
    /// </summary>
    RecentWillDo = 64,

    /// <summary>What the kernel counts by the tuning's wish; QEMU is not asked.</summary>
    PerfEvents = 128,
}

/// <summary>What a QEMU process has used of the host.</summary>
/// <param name="UserNanoseconds">Processor time in QEMU itself and in the guest.</param>
/// <param name="SystemNanoseconds">Processor time in the host's kernel.</param>
/// <param name="ResidentBytes">Memory that is in use now.</param>
public sealed record ProcessUsage(long UserNanoseconds, long SystemNanoseconds, long ResidentBytes)
{
    /// <summary>All processor time.</summary>
    public long CpuNanoseconds => UserNanoseconds + SystemNanoseconds;
}

/// <summary>What a processor of a VM has used.</summary>
/// <param name="Number">Its number, from 0.</param>
/// <param name="CpuNanoseconds">Processor time of the host.</param>
/// <param name="DelayNanoseconds">Time that it was ready to run and waited for a processor of the host.</param>
/// <param name="WaitNanoseconds">The same, as the host's scheduler counts it; 0 where it does not.</param>
/// <param name="HostCpu">The host's processor that it ran on last.</param>
/// <param name="MayUse">The host's processors that it may run on.</param>
public sealed record VcpuUsage(int Number, long CpuNanoseconds, long DelayNanoseconds, long WaitNanoseconds, int HostCpu, CpuSet MayUse);

/// <summary>What an I/O thread does.</summary>
/// <param name="Number">Its number in the definition.</param>
/// <param name="PollMaxNanoseconds">How long it polls at most before it sleeps; 0 for not at all.</param>
/// <param name="PollGrow">By how much polling grows; 0 for QEMU's own choice.</param>
/// <param name="PollShrink">By how much it shrinks; 0 for QEMU's own choice.</param>
public sealed record IoThreadUsage(int Number, long PollMaxNanoseconds, long PollGrow, long PollShrink);

/// <summary>How often something happened in all threads of a VM.</summary>
/// <param name="Event">What.</param>
/// <param name="Count">How often; nanoseconds of the two clocks.</param>
public sealed record PerfCount(PerfEvent Event, ulong Count);

/// <summary>How fast a guest changes its memory, as far as that was measured.</summary>
/// <param name="State">0 never measured, 1 being measured, 2 measured.</param>
/// <param name="StartedAt">When the measurement began, seconds since the host's boot.</param>
/// <param name="Seconds">How long it takes.</param>
/// <param name="Mode">How: <c>page-sampling</c>, <c>dirty-bitmap</c>, <c>dirty-ring</c>.</param>
/// <param name="MebibytesPerSecond">The result; null when there is none.</param>
public sealed record DirtyRate(int State, long StartedAt, int Seconds, string Mode, long? MebibytesPerSecond);
