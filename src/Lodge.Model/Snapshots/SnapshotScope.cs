using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Snapshots;

/// <summary>What is deleted with a snapshot. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<SnapshotScope>))]
public enum SnapshotScope
{
    /// <summary>The snapshot alone; those that came from it come from its parent then.</summary>
    One = 0,

    /// <summary>The snapshot and all that came from it.</summary>
    WithChildren = 1,

    /// <summary>All that came from it, but not itself.</summary>
    ChildrenOnly = 2,
}
