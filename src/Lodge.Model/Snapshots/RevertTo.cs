using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Snapshots;

/// <summary>What a VM does after it was brought back to a snapshot.</summary>
[JsonConverter(typeof(KebabEnumConverter<RevertTo>))]
public enum RevertTo
{
    /// <summary>With memory, what it did then; without, it boots if it was live before, and is stopped if not.</summary>
    AsRecorded = 0,

    /// <summary>It runs.</summary>
    Running = 1,

    /// <summary>It stands still.</summary>
    Paused = 2,

    /// <summary>It is stopped; memory is not brought back.</summary>
    Stopped = 3,
}
