using Lodge.Model.DiskJobs;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;

namespace Lodge.Api.Contracts.DiskJobs;

/// <summary>Body of <c>POST /v1/vms/{vm}/disks/{disk}/copy</c>; answered with a job.</summary>
public sealed record CopyDisk
{
    /// <summary>The storage pool in which a volume is made for the copy: name or id. Either this or <see cref="Path"/>.</summary>
    public string? Pool { get; init; }

    /// <summary>That volume's name; absent: the name of the disk's image.</summary>
    public string? Volume { get; init; }

    /// <summary>The file or block device that takes the copy: absolute path.</summary>
    public string? Path { get; init; }

    /// <summary>Its format; absent: the disk's, or that which the pool takes.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>With <see cref="Path"/>: it is there already, as large as the disk.</summary>
    public bool Reuse { get; init; }

    /// <summary>Copy only what the disk's top image has; the copy falls back to the same images.</summary>
    public bool Shallow { get; init; }

    /// <summary>Have the guest's writes wait until they are in the copy, too: it catches up with any guest, which writes slower meanwhile.</summary>
    public bool Synchronous { get; init; }

    /// <summary>What happens when everything is copied.</summary>
    public AtReady AtReady { get; init; }

    /// <summary>With a pivot: delete the volume that the disk had.</summary>
    public bool DeleteSource { get; init; }

    /// <summary>How much is copied at most in a second; absent for no limit.</summary>
    public ByteSize? Rate { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/disks/{disk}/pull</c>; answered with a job.</summary>
public sealed record PullDisk
{
    /// <summary>The image that stays below the disk's own: absolute path, or its place such as <c>vda[2]</c>. Absent for none.</summary>
    public string? Base { get; init; }

    /// <summary>How much is copied at most in a second; absent for no limit.</summary>
    public ByteSize? Rate { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/disks/{disk}/commit</c>; answered with a job.</summary>
public sealed record CommitDisk
{
    /// <summary>The topmost image that is committed: absolute path, or its place such as <c>vda[1]</c>. Absent for the disk's own.</summary>
    public string? Top { get; init; }

    /// <summary>The image that takes what they hold: absolute path, or its place. Absent for the lowest one.</summary>
    public string? Base { get; init; }

    /// <summary>Delete the files that nobody needs afterwards: the images that were committed.</summary>
    public bool DeleteImages { get; init; }

    /// <summary>For the disk's own image, what happens when everything is copied. Absent: the guest goes on in the base.</summary>
    public AtReady? AtReady { get; init; }

    /// <summary>How much is copied at most in a second; absent for no limit.</summary>
    public ByteSize? Rate { get; init; }
}

/// <summary>Body of <c>POST /v1/vms/{vm}/disks/{disk}/resize</c>.</summary>
/// <param name="Capacity">What the guest shall see.</param>
public sealed record ResizeDisk(ByteSize Capacity);

/// <summary>Body of <c>PATCH /v1/vms/{vm}/disks/{disk}/job</c>.</summary>
/// <param name="Rate">How much is copied at most in a second; 0 for no limit.</param>
public sealed record ChangeDiskJob(ByteSize Rate);

/// <summary>Body of <c>POST /v1/pools/{pool}/volumes/{volume}/move</c>; answered with a job.</summary>
public sealed record MoveVolume
{
    /// <summary>The storage pool that the volume moves to: name or id.</summary>
    public required string Pool { get; init; }

    /// <summary>Its name there; absent: the same.</summary>
    public string? Volume { get; init; }

    /// <summary>Its format there; absent: the same, or that which the pool takes.</summary>
    public DiskFormat? Format { get; init; }

    /// <summary>Keep the volume that was moved, as it was in the last moment.</summary>
    public bool Keep { get; init; }

    /// <summary>How much is copied at most in a second; absent for no limit.</summary>
    public ByteSize? Rate { get; init; }
}
