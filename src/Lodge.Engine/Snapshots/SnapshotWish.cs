namespace Lodge.Engine.Snapshots;

/// <summary>What somebody wants of a new snapshot.</summary>
public sealed record SnapshotWish
{
    /// <summary>Its name; null to have one made of the time.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the guest's memory is to be in it, so that it goes on from this very moment. Only of a VM that runs or is paused.</summary>
    public bool Memory { get; init; }

    /// <summary>Whether the guest's agent halts all writing meanwhile, so that file systems are whole on the disks.</summary>
    public bool Quiesce { get; init; }

    /// <summary>Whether it is kept within the disks' own images, which must be qcow2; else new images are put on top of them.</summary>
    public bool Internal { get; init; }

    /// <summary>Names of the disks; null for all that the guest writes to.</summary>
    public IReadOnlyList<string>? Disks { get; init; }

    /// <summary>
    /// Absolute paths for the new images of disks, by the disks' names; the others get a name beside the image that they stand
    /// on. No file may be there yet.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Images { get; init; }
}
