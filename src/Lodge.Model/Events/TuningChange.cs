using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Model.Events;

/// <summary>How what the host does for a running VM changed.</summary>
public sealed record TuningChange
{
    /// <summary>The tuning before; absent when there was none, or when a disk's limits changed.</summary>
    public TuningDefinition? Before { get; init; }

    /// <summary>The tuning from now on.</summary>
    public TuningDefinition? After { get; init; }

    /// <summary>The name of the disk whose limits changed.</summary>
    public string? Disk { get; init; }

    /// <summary>That disk's limits before; absent for none.</summary>
    public DiskThrottle? LimitsBefore { get; init; }

    /// <summary>That disk's limits from now on; absent for none.</summary>
    public DiskThrottle? LimitsAfter { get; init; }
}
