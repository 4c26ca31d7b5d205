using Lodge.Model.Checkpoints;

namespace Lodge.Engine.Checkpoints;

/// <summary>What somebody wants of a new checkpoint.</summary>
public sealed record CheckpointWish
{
    /// <summary>Its name; null to have one made of the time.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the guest's agent halts all writing meanwhile, so that file systems are whole on the disks.</summary>
    public bool Quiesce { get; init; }

    /// <summary>Names of the disks; null for all in qcow2 images that the guest writes to.</summary>
    public IReadOnlyList<string>? Disks { get; init; }
}

/// <summary>A checkpoint that was made before, told to Lodge: its bitmaps are in the images already.</summary>
public sealed record KnownCheckpoint
{
    /// <summary>Its name; that of a checkpoint that Lodge knows has its description changed.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Name of the checkpoint before it, which Lodge knows; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was made; null for now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its disks and their bitmaps; null for all in qcow2 images, with bitmaps named as the checkpoint.</summary>
    public IReadOnlyList<DiskBitmap>? Disks { get; init; }

    /// <summary>Whether it is refused when a bitmap is not there or has gaps; else it is taken as broken.</summary>
    public bool MustBeSound { get; init; }
}
