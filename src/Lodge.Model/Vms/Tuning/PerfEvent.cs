using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Tuning;

/// <summary>
/// What the kernel can count of a VM's threads (perf_event_open(2)), under libvirt's names. The first ten need counters of
/// the processor, which the host's kernel may not offer; the others every kernel counts by itself.
/// </summary>
[JsonConverter(typeof(SnakeEnumConverter<PerfEvent>))]
public enum PerfEvent
{
    /// <summary>Cycles of the processor.</summary>
    CpuCycles = 0,

    /// <summary>Instructions that were retired.</summary>
    Instructions = 1,

    /// <summary>Accesses to the last cache.</summary>
    CacheReferences = 2,

    /// <summary>Those that missed it.</summary>
    CacheMisses = 3,

    /// <summary>Branches that were retired.</summary>
    BranchInstructions = 4,

    /// <summary>Those that were foreseen wrongly.</summary>
    BranchMisses = 5,

    /// <summary>Cycles of the bus.</summary>
    BusCycles = 6,

    /// <summary>Cycles in which no instruction was issued.</summary>
    StalledCyclesFrontend = 7,

    /// <summary>Cycles in which no instruction was retired.</summary>
    StalledCyclesBackend = 8,

    /// <summary>Cycles at the processor's nominal speed.</summary>
    RefCpuCycles = 9,

    /// <summary>Time by the processor's clock, nanoseconds.</summary>
    CpuClock = 10,

    /// <summary>Time that the threads ran, nanoseconds.</summary>
    TaskClock = 11,

    /// <summary>Page faults.</summary>
    PageFaults = 12,

    /// <summary>Changes from one thread to another.</summary>
    ContextSwitches = 13,

    /// <summary>Moves of a thread to another processor.</summary>
    CpuMigrations = 14,

    /// <summary>Page faults without input or output.</summary>
    PageFaultsMin = 15,

    /// <summary>Page faults that had to wait for a disk.</summary>
    PageFaultsMaj = 16,

    /// <summary>Accesses to memory that the kernel had to align.</summary>
    AlignmentFaults = 17,

    /// <summary>Instructions that the kernel had to emulate.</summary>
    EmulationFaults = 18,
}
