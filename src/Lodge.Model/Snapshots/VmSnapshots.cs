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

    /// <summary>What is under way, for the daemon that finds it; null for nothing.</summary>
    public SnapshotWork? Work { get; init; }

    /// <summary>The work on images of single disks that goes on; null for none.</summary>
    public IReadOnlyList<DiskJob>? Jobs { get; init; }

    /// <summary>Whether there is nothing to keep.</summary>
    [JsonIgnore]
    public bool IsEmpty => Snapshots.Count == 0 && Layers.Count == 0 && Work is null && Jobs is not { Count: > 0 };
}

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
