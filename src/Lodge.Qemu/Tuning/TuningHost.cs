using Lodge.Linux.Cgroups.Control;
using Lodge.Model.Primitives;

namespace Lodge.Qemu.Tuning;

/// <summary>What of the host the planner of tuning needs to know.</summary>
internal sealed record TuningHost
{
    /// <summary>Processors that are online.</summary>
    public required CpuSet Online { get; init; }

    /// <summary>The VM's group with the processor controller; null when there is none.</summary>
    public CgroupPlace? Cpu { get; init; }

    /// <summary>The VM's group with the memory controller; null when there is none.</summary>
    public CgroupPlace? Memory { get; init; }

    /// <summary>The VM's group with the controller of block devices; null when there is none.</summary>
    public CgroupPlace? Block { get; init; }

    /// <summary>Numbers of the block devices that the definition names, by path.</summary>
    public IReadOnlyDictionary<string, string> Devices { get; init; } = new Dictionary<string, string>();
}
