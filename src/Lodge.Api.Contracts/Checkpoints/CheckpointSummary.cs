using Lodge.Model.Checkpoints;

namespace Lodge.Api.Contracts.Checkpoints;

/// <summary>A checkpoint in a list.</summary>
public sealed record CheckpointSummary
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the checkpoint before it; absent for none.</summary>
    public string? Parent { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Names of the disks that are in it.</summary>
    public required IReadOnlyList<string> Disks { get; init; }

    /// <summary>Why no backup may begin from it; absent while all is well.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it is the newest, which the next one comes after.</summary>
    public required bool Current { get; init; }

    /// <summary>What lists show of a VM's checkpoints.</summary>
    public static IReadOnlyList<CheckpointSummary> Of(VmCheckpoints set) =>
    [
        .. set.Checkpoints.Select(checkpoint => new CheckpointSummary
        {
            Id = checkpoint.Id,
            Name = checkpoint.Name,
            Parent = set.Checkpoints.FirstOrDefault(other => other.Id == checkpoint.ParentId)?.Name,
            Description = checkpoint.Description,
            CreatedAt = checkpoint.CreatedAt,
            Disks = [.. checkpoint.Disks.Select(disk => disk.Disk)],
            Problem = checkpoint.Problem,
            Current = checkpoint.Id == set.CurrentId,
        }),
    ];
}

/// <summary>How much was written to a disk since a checkpoint.</summary>
/// <param name="Disk">Name of the disk.</param>
/// <param name="Bytes">How much, in units of the bitmap, as a rule 64 KiB.</param>
public sealed record WrittenSince(string Disk, long Bytes);
