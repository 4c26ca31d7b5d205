using System.Text.Json.Serialization;
using Lodge.Model.DiskJobs;
using Lodge.Model.Json;

namespace Lodge.Model.Snapshots;

/// <summary>The snapshots of one VM, and the images that Lodge made for them.</summary>
public sealed record VmSnapshots
{
    /// <summary>The VM.</summary>
    public required Guid VmId { get; init; }

    /// <summary>The snapshots, oldest first.</summary>
    public IReadOnlyList<Snapshot> Snapshots { get; init; } = [];

    /// <summary>The snapshot that the VM goes on from; null for none.</summary>
    public Guid? CurrentId { get; init; }

    /// <summary>The images that Lodge made.</summary>
    public IReadOnlyList<DiskLayer> Layers { get; init; } = [];

    /// <summary>
    /// Internal snapshots in images that no snapshot of the VM has: of those that were deleted, and of one that is being made. They
    /// are removed when it can be done. Null for none.
    /// </summary>
    public IReadOnlyList<ImageTag>? LooseTags { get; init; }

    /// <summary>What is under way, for the daemon that finds it; null for nothing.</summary>
    public SnapshotWork? Work { get; init; }

    /// <summary>The work on images of single disks that goes on; null for none.</summary>
    public IReadOnlyList<DiskJob>? Jobs { get; init; }

    /// <summary>Whether there is nothing to keep.</summary>
    [JsonIgnore]
    public bool IsEmpty => Snapshots.Count == 0 && Layers.Count == 0 && LooseTags is not { Count: > 0 } && Work is null && Jobs is not { Count: > 0 };
}

/// <summary>An internal snapshot within a qcow2 image.</summary>
/// <param name="Path">Absolute path of the image.</param>
/// <param name="Disk">Name of the disk that it was made for.</param>
/// <param name="Tag">Its name in the image.</param>
public sealed record ImageTag(string Path, string Disk, string Tag);

/// <summary>A step on which the durable record and the world outside may disagree.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="SnapshotId">To which snapshot.</param>
public sealed record SnapshotWork(SnapshotWorkKind Kind, Guid SnapshotId);

/// <summary>Kinds of <see cref="SnapshotWork"/>. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<SnapshotWorkKind>))]
public enum SnapshotWorkKind
{
    /// <summary>A running QEMU is switched to new images; it knows whether it has been.</summary>
    Switching = 1,

    /// <summary>What firmware and TPM remembered is brought back; that may be done again.</summary>
    BringingBack = 2,
}
