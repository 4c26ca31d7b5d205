using System.Text.Json.Serialization;

namespace Lodge.Model.Checkpoints;

/// <summary>The checkpoints of one VM.</summary>
public sealed record VmCheckpoints
{
    /// <summary>The VM.</summary>
    public required Guid VmId { get; init; }

    /// <summary>The checkpoints, oldest first.</summary>
    public IReadOnlyList<Checkpoint> Checkpoints { get; init; } = [];

    /// <summary>The newest checkpoint, which the next one comes after; null for none.</summary>
    public Guid? CurrentId { get; init; }

    /// <summary>
    /// Bitmaps that no checkpoint has: about to be made for one, or of one that is gone. Whoever finds them removes them.
    /// </summary>
    public IReadOnlyList<DiskBitmap> Unneeded { get; init; } = [];

    /// <summary>Whether there is nothing to keep.</summary>
    [JsonIgnore]
    public bool IsEmpty => Checkpoints.Count == 0 && Unneeded.Count == 0;
}
