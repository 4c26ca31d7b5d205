using Lodge.Model.Vms.Tuning;

namespace Lodge.Linux.Counters;

/// <summary>The kernel's numbers of events (linux/perf_event.h: perf_type_id, perf_hw_id, perf_sw_ids).</summary>
public static class PerfEventNumbers
{
    private const uint Hardware = 0;
    private const uint Software = 1;

    /// <summary>Whether the processor counts it, rather than the kernel.</summary>
    public static bool IsHardware(PerfEvent wanted) => Of(wanted).Type == Hardware;

    /// <summary>The type of an event, and its number among those of the type.</summary>
    internal static (uint Type, ulong Number) Of(PerfEvent wanted) => wanted switch
    {
        PerfEvent.CpuCycles => (Hardware, 0),
        PerfEvent.Instructions => (Hardware, 1),
        PerfEvent.CacheReferences => (Hardware, 2),
        PerfEvent.CacheMisses => (Hardware, 3),
        PerfEvent.BranchInstructions => (Hardware, 4),
        PerfEvent.BranchMisses => (Hardware, 5),
        PerfEvent.BusCycles => (Hardware, 6),
        PerfEvent.StalledCyclesFrontend => (Hardware, 7),
        PerfEvent.StalledCyclesBackend => (Hardware, 8),
        PerfEvent.RefCpuCycles => (Hardware, 9),
        PerfEvent.CpuClock => (Software, 0),
        PerfEvent.TaskClock => (Software, 1),
        PerfEvent.PageFaults => (Software, 2),
        PerfEvent.ContextSwitches => (Software, 3),
        PerfEvent.CpuMigrations => (Software, 4),
        PerfEvent.PageFaultsMin => (Software, 5),
        PerfEvent.PageFaultsMaj => (Software, 6),
        PerfEvent.AlignmentFaults => (Software, 7),
        PerfEvent.EmulationFaults => (Software, 8),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted), wanted, "It has no number in the kernel."),
    };
}
