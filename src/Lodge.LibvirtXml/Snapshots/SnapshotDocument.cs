using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Snapshots;

/// <summary>A snapshot as its XML has it.</summary>
public sealed record SnapshotDocument
{
    /// <summary>Name; null to have one made up.</summary>
    public string? Name { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>State of the domain at that time, in libvirt's words: running, paused, shutoff, disk-snapshot.</summary>
    public string? State { get; init; }

    /// <summary>When it was taken, seconds since 1970, UTC.</summary>
    public long? CreationTime { get; init; }

    /// <summary>Name of the snapshot that it follows.</summary>
    public string? Parent { get; init; }

    /// <summary>Where the memory is; null when nothing is said.</summary>
    public SnapshotPlace? Memory { get; init; }

    /// <summary>Absolute path of the file with the memory, when external.</summary>
    public string? MemoryFile { get; init; }

    /// <summary>The disks that something is said of.</summary>
    public IReadOnlyList<SnapshotDisk>? Disks { get; init; }

    /// <summary>The domain at that time.</summary>
    public VmDefinition? Domain { get; init; }
}

/// <summary>A disk of a snapshot.</summary>
/// <param name="Name">Name of the disk in its domain, or path of its image.</param>
/// <param name="Place">Where its state is; null for the usual place.</param>
/// <param name="Format">Format of the new image, when external.</param>
/// <param name="File">Absolute path of the new image, when external.</param>
public sealed record SnapshotDisk(string Name, SnapshotPlace? Place = null, DiskFormat? Format = null, string? File = null);

/// <summary>Where a state is kept.</summary>
public enum SnapshotPlace
{
    /// <summary>Nowhere.</summary>
    No = 0,

    /// <summary>In the image.</summary>
    Internal = 1,

    /// <summary>In a file of its own.</summary>
    External = 2,
}
