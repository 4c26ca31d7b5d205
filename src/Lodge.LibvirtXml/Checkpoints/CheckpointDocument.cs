using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Checkpoints;

/// <summary>A checkpoint as its XML has it.</summary>
public sealed record CheckpointDocument
{
    /// <summary>Name; null to have one made up.</summary>
    public string? Name { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made, seconds since 1970, UTC.</summary>
    public long? CreationTime { get; init; }

    /// <summary>Name of the checkpoint that it follows.</summary>
    public string? Parent { get; init; }

    /// <summary>The disks that something is said of; null when nothing is said of any.</summary>
    public IReadOnlyList<CheckpointDisk>? Disks { get; init; }

    /// <summary>The domain at that time; null when it is left out.</summary>
    public VmDefinition? Domain { get; init; }
}

/// <summary>A disk of a checkpoint.</summary>
/// <param name="Name">Name of the disk in its domain, or path of its image.</param>
/// <param name="Kind">Whether it is in the checkpoint; null for yes.</param>
/// <param name="Bitmap">Name of its bitmap; null for that of the checkpoint.</param>
/// <param name="Size">What was written since, bytes; null where nobody asked.</param>
public sealed record CheckpointDisk(string Name, CheckpointKind? Kind = null, string? Bitmap = null, long? Size = null);

/// <summary>How a disk is in a checkpoint.</summary>
public enum CheckpointKind
{
    /// <summary>Not at all.</summary>
    No = 0,

    /// <summary>By a bitmap of what is written.</summary>
    Bitmap = 1,
}
