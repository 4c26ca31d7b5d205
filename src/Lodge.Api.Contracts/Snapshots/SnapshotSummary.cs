using Lodge.Model.Snapshots;

namespace Lodge.Api.Contracts.Snapshots;

/// <summary>A snapshot in a list.</summary>
public sealed record SnapshotSummary
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the snapshot that it came from; absent for none.</summary>
    public string? Parent { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the VM did then.</summary>
    public required SnapshotState State { get; init; }

    /// <summary>Whether the guest's memory is in it.</summary>
    public required bool Memory { get; init; }

    /// <summary>Whether it is kept within the disks' own images.</summary>
    public bool Internal { get; init; }

    /// <summary>Names of the disks that are in it.</summary>
    public required IReadOnlyList<string> Disks { get; init; }

    /// <summary>Whether the VM goes on from it.</summary>
    public required bool Current { get; init; }

    /// <summary>What lists show of a VM's snapshots.</summary>
    public static IReadOnlyList<SnapshotSummary> Of(VmSnapshots set) =>
    [
        .. set.Snapshots.Select(snapshot => new SnapshotSummary
        {
            Id = snapshot.Id,
            Name = snapshot.Name,
            Parent = set.Snapshots.FirstOrDefault(other => other.Id == snapshot.ParentId)?.Name,
            Description = snapshot.Description,
            CreatedAt = snapshot.CreatedAt,
            State = snapshot.State,
            Memory = snapshot.Memory is not null,
            Internal = snapshot.IsInternal,
            Disks = [.. snapshot.Disks.Select(disk => disk.Disk)],
            Current = snapshot.Id == set.CurrentId,
        }),
    ];
}
