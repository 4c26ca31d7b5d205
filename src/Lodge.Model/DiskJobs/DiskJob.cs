using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.DiskJobs;

/// <summary>Work on the images of one disk, as it is durable: what is needed to finish or undo it after a crash.</summary>
public sealed record DiskJob
{
    /// <summary>Identity, which is also that of its <see cref="Jobs.Job"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the disk in its VM.</summary>
    public required string Disk { get; init; }

    /// <summary>What is done.</summary>
    public required DiskJobKind Kind { get; init; }

    /// <summary>The disk's source when it began.</summary>
    public required DiskSource From { get; init; }

    /// <summary>The format of that.</summary>
    public required DiskFormat FromFormat { get; init; }

    /// <summary>The images that made up the disk when it began, absolute paths, from the top downwards.</summary>
    public required IReadOnlyList<string> Chain { get; init; }

    /// <summary>What a copy is written to; for a commit into which the disk's own image goes, that image. Null for other work.</summary>
    public DiskSource? To { get; init; }

    /// <summary>The format of that.</summary>
    public DiskFormat? ToFormat { get; init; }

    /// <summary>The volume that was made for a copy, and is deleted when the copy is given up; null when none was.</summary>
    public VolumeDiskSource? MadeVolume { get; init; }

    /// <summary>The file that was made for a copy, and is deleted when the copy is given up; null when none was.</summary>
    public string? MadeFile { get; init; }

    /// <summary>The volume that the disk had, and that is deleted when the disk lives elsewhere; null to delete none.</summary>
    public VolumeDiskSource? Leaves { get; init; }

    /// <summary>Whether a copy has only what the disk's top image has, and falls back to the same images.</summary>
    public bool Shallow { get; init; }

    /// <summary>Whether the guest's writes wait until they are in the copy, too.</summary>
    public bool Synchronous { get; init; }

    /// <summary>The topmost image that is committed; null for other work.</summary>
    public string? Top { get; init; }

    /// <summary>The image that is committed into, or that a pull leaves below; null for none.</summary>
    public string? Base { get; init; }

    /// <summary>Whether the images that a commit makes needless are deleted.</summary>
    public bool DeletesImages { get; init; }

    /// <summary>What happens when everything is copied.</summary>
    public AtReady AtReady { get; init; }

    /// <summary>How much is copied at most, bytes a second; 0 for no limit.</summary>
    public long Speed { get; init; }

    /// <summary>Whether the definition names the new image already.</summary>
    public bool Switched { get; init; }

    /// <summary>Whether QEMU has done it, and only has to forget it.</summary>
    public bool Done { get; init; }
}

/// <summary>Kinds of work on the images of a disk. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskJobKind>))]
public enum DiskJobKind
{
    /// <summary>Copy the disk to another place.</summary>
    Copy = 1,

    /// <summary>Copy into the disk's top image what it reads from those below it.</summary>
    Pull = 2,

    /// <summary>Copy images below the top one into one further below.</summary>
    Commit = 3,

    /// <summary>Copy the disk's top image into one below it.</summary>
    ActiveCommit = 4,
}

/// <summary>What happens when a copy has caught up with the guest. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<AtReady>))]
public enum AtReady
{
    /// <summary>It ends; the disk stays where it is, and the copy holds what the disk held at that moment.</summary>
    Finish = 0,

    /// <summary>The guest goes on in the copy.</summary>
    Pivot = 1,

    /// <summary>It keeps up with the guest until somebody says which.</summary>
    Wait = 2,
}
