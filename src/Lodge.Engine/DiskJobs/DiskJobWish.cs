using Lodge.Model.DiskJobs;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.DiskJobs;

/// <summary>Work on the images of a disk that somebody wants done.</summary>
public sealed record DiskJobWish
{
    /// <summary>Name of the disk, or path of its image.</summary>
    public required string Disk { get; init; }

    /// <summary>What is done; a commit is an active one when the top image is the disk's own.</summary>
    public required DiskJobKind Kind { get; init; }

    /// <summary>For a copy: the pool in which a volume is made for it; null for a file.</summary>
    public string? Pool { get; init; }

    /// <summary>For a copy to a pool: the volume's name; null for that of the disk's image.</summary>
    public string? Volume { get; init; }

    /// <summary>For a copy to a file or block device: its absolute path.</summary>
    public string? Path { get; init; }

    /// <summary>For a copy: its format; null for the disk's, or that which the pool takes.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>For a copy to a path: whether it is there already, as large as the disk.</summary>
    public bool Reuse { get; init; }

    /// <summary>For a copy: whether it has only what the disk's top image has, and falls back to the same images.</summary>
    public bool Shallow { get; init; }

    /// <summary>For a copy: whether the guest's writes wait until they are in it, too; then it catches up with any guest.</summary>
    public bool Synchronous { get; init; }

    /// <summary>For a copy that the disk goes on in: whether the volume that it had is deleted.</summary>
    public bool DeleteSource { get; init; }

    /// <summary>The image that is committed into, or that a pull leaves: its path, or its place such as <c>vda[2]</c>. Null for the lowest one, or for none.</summary>
    public string? Base { get; init; }

    /// <summary>The topmost image that is committed; null for the disk's own.</summary>
    public string? Top { get; init; }

    /// <summary>For a commit without a base: whether that is the image right below the topmost one, and not the lowest.</summary>
    public bool OnlyNext { get; init; }

    /// <summary>For a commit: whether the files that it makes needless are deleted.</summary>
    public bool DeleteImages { get; init; }

    /// <summary>What happens when a copy or an active commit has caught up with the guest.</summary>
    public AtReady AtReady { get; init; }

    /// <summary>How much is copied at most, bytes a second; 0 for no limit.</summary>
    public long Speed { get; init; }
}
