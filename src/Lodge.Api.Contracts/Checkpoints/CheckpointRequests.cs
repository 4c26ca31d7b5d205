using Lodge.Model.Checkpoints;

namespace Lodge.Api.Contracts.Checkpoints;

/// <summary>Body of <c>POST /v1/vms/{vm}/checkpoints</c>.</summary>
public sealed record CreateCheckpoint
{
    /// <summary>Its name; left out, one is made of the time.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Have the guest's agent halt all writing meanwhile.</summary>
    public bool Quiesce { get; init; }

    /// <summary>Names of the disks, all in qcow2 images; left out, all that the guest writes to.</summary>
    public IReadOnlyList<string>? Disks { get; init; }
}

/// <summary>
/// Body of <c>PUT /v1/vms/{vm}/checkpoints/{checkpoint}</c>: a checkpoint that was made before and whose bitmaps are in the
/// images, or what a known one is for in other words.
/// </summary>
public sealed record RedefineCheckpoint
{
    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Name of the checkpoint before it; absent for none.</summary>
    public string? Parent { get; init; }

    /// <summary>When it was made; left out, now.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Its disks and their bitmaps; left out, all that the guest writes to, with bitmaps named as the checkpoint.</summary>
    public IReadOnlyList<DiskBitmap>? Disks { get; init; }

    /// <summary>Refuse it when a bitmap is not there or has gaps; else it is taken as broken.</summary>
    public bool MustBeSound { get; init; }
}
