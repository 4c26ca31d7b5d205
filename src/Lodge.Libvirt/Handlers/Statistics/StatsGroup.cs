using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Groups of bulk statistics, as numbered on the wire (virDomainStatsTypes). Append only.</summary>
[Flags]
internal enum StatsGroup : uint
{
    /// <summary>None named: all.</summary>
    None = 0,

    /// <summary>State with its reason.</summary>
    State = 1,

    /// <summary>Processor time of the whole domain.</summary>
    CpuTotal = 2,

    /// <summary>Memory.</summary>
    Balloon = 4,

    /// <summary>Each processor.</summary>
    Vcpu = 8,

    /// <summary>Network cards.</summary>
    Interface = 16,

    /// <summary>Disks.</summary>
    Block = 32,

    /// <summary>Performance events that are switched on.</summary>
    Perf = 64,

    /// <summary>I/O threads.</summary>
    IoThread = 128,

    /// <summary>Memory bandwidth; not measured.</summary>
    Memory = 256,

    /// <summary>How fast the guest changes its memory.</summary>
    DirtyRate = 512,
}

/// <summary>What the groups need.</summary>
internal static class StatsGroups
{
    /// <summary>All groups that there are.</summary>
    public const StatsGroup All = (StatsGroup)1023;

    /// <summary>What has to be read for some groups.</summary>
    public static UsageParts Parts(StatsGroup groups) =>
        If(groups, StatsGroup.Vcpu, UsageParts.Vcpus)
        | If(groups, StatsGroup.Balloon, UsageParts.Memory)
        | If(groups, StatsGroup.Interface, UsageParts.Nics)
        | If(groups, StatsGroup.Block, UsageParts.Disks)
        | If(groups, StatsGroup.Perf, UsageParts.PerfEvents)
        | If(groups, StatsGroup.IoThread, UsageParts.IoThreads)
        | If(groups, StatsGroup.DirtyRate, UsageParts.DirtyRate);

    private static UsageParts If(StatsGroup groups, StatsGroup group, UsageParts parts) => (groups & group) != 0 ? parts : UsageParts.Process;
}
