using System.Text.Json.Serialization;
using Lodge.Model.Errors;
using Lodge.Model.Json;

namespace Lodge.Model.Storage;

/// <summary>A storage pool as the daemon knows it now.</summary>
public sealed record Pool
{
    /// <summary>What was asked for.</summary>
    public required PoolDefinition Definition { get; init; }

    /// <summary>Grows by one with each change of the definition, from 1.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>False for a pool that is gone when it stops.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>How it is.</summary>
    public PoolState State { get; init; }

    /// <summary>Its room when it was last measured; null while it is not in use.</summary>
    public PoolRoom? Room { get; init; }

    /// <summary>How full it is.</summary>
    public PoolFilling Filling { get; init; }

    /// <summary>What can be done in it.</summary>
    public required PoolCapabilities Capabilities { get; init; }

    /// <summary>Why it is degraded or inaccessible; null when all is well.</summary>
    public LodgeError? Problem { get; init; }

    /// <summary>How many volumes it had when they were last listed; null when they never were.</summary>
    public int? VolumeCount { get; init; }

    /// <summary>When it was last measured; null while it is not in use.</summary>
    public DateTimeOffset? MeasuredAt { get; init; }

    /// <summary>Identity.</summary>
    public Guid Id => Definition.Id;

    /// <summary>Name.</summary>
    public string Name => Definition.Name;

    /// <summary>Whether it is in use, even if it cannot be reached just now.</summary>
    public bool IsActive => State is PoolState.Running or PoolState.Degraded or PoolState.Inaccessible;
}

/// <summary>How a pool is. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<PoolState>))]
public enum PoolState
{
    /// <summary>Not in use.</summary>
    Inactive = 0,

    /// <summary>What it is made of is being made.</summary>
    Building = 1,

    /// <summary>In use.</summary>
    Running = 2,

    /// <summary>In use, with something missing.</summary>
    Degraded = 3,

    /// <summary>In use, and cannot be reached; Lodge tries again by itself.</summary>
    Inaccessible = 4,
}

/// <summary>How full a pool is. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<PoolFilling>))]
public enum PoolFilling
{
    /// <summary>Below its marks, or not known.</summary>
    Fine = 0,

    /// <summary>Above the first mark.</summary>
    Warning = 1,

    /// <summary>Above the second mark.</summary>
    Critical = 2,
}

/// <summary>The room of a pool, bytes.</summary>
/// <param name="Capacity">In all.</param>
/// <param name="Allocation">Used.</param>
/// <param name="Available">Free for volumes.</param>
public sealed record PoolRoom(long Capacity, long Allocation, long Available)
{
    /// <summary>How full it is, percent.</summary>
    public double UsedPercent => Capacity <= 0 ? 0 : Math.Clamp((Capacity - Available) * 100.0 / Capacity, 0, 100);

    /// <summary>How full it is by these marks; absent marks have their defaults.</summary>
    public PoolFilling FillingBy(PoolThresholds? thresholds) => UsedPercent switch
    {
        var used when used >= (thresholds?.Critical ?? PoolThresholds.DefaultCritical) => PoolFilling.Critical,
        var used when used >= (thresholds?.Warning ?? PoolThresholds.DefaultWarning) => PoolFilling.Warning,
        _ => PoolFilling.Fine,
    };
}
