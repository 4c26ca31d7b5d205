using System.Text.Json.Serialization;
using Lodge.Model.Errors;
using Lodge.Model.Json;

namespace Lodge.Model.Jobs;

/// <summary>A piece of long work, seen alike through every door.</summary>
public sealed record Job
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>What kind of work.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>The VM it works on; null for work on no VM.</summary>
    public Guid? VmId { get; init; }

    /// <summary>What it works on, for people: a VM's or an image's name.</summary>
    public required string Subject { get; init; }

    /// <summary>How far it came.</summary>
    public required JobState State { get; init; }

    /// <summary>Share that is done, 0 to 1; null where it cannot be known.</summary>
    public double? Progress { get; init; }

    /// <summary>What it does right now, for people.</summary>
    public string? Step { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed; null unless it did.</summary>
    public LodgeError? Error { get; init; }
}

/// <summary>Kinds of long work. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<JobKind>))]
public enum JobKind
{
    /// <summary>Shut a guest down, with escalation.</summary>
    ShutDown = 1,

    /// <summary>Save a VM's memory to disk.</summary>
    Save = 2,

    /// <summary>Bring a VM back from a saved state.</summary>
    Restore = 3,

    /// <summary>Build an image.</summary>
    BuildImage = 4,

    /// <summary>Reboot a guest.</summary>
    Reboot = 5,

    /// <summary>Dump a guest's memory to a file.</summary>
    Dump = 6,

    /// <summary>Build or start a storage pool.</summary>
    PreparePool = 7,

    /// <summary>Make a volume.</summary>
    CreateVolume = 8,

    /// <summary>Make a volume from another, or convert one.</summary>
    CloneVolume = 9,

    /// <summary>Wipe a volume.</summary>
    WipeVolume = 10,

    /// <summary>Base a volume on another image, or on none.</summary>
    RebaseVolume = 11,

    /// <summary>Resize a volume.</summary>
    ResizeVolume = 12,

    /// <summary>Write a volume from outside.</summary>
    UploadVolume = 13,

    /// <summary>Make a snapshot of a VM.</summary>
    SnapshotCreate = 14,

    /// <summary>Bring a VM back to a snapshot.</summary>
    SnapshotRevert = 15,

    /// <summary>Delete snapshots of a VM, and merge their images into others.</summary>
    SnapshotDelete = 16,

    /// <summary>Download an image.</summary>
    PullImage = 17,

    /// <summary>Make an image from a file.</summary>
    ImportImage = 18,

    /// <summary>Copy a disk of a VM to another place.</summary>
    CopyDisk = 19,

    /// <summary>Copy into a disk's image what it reads from those below it.</summary>
    PullDisk = 20,

    /// <summary>Copy images of a disk into one below them.</summary>
    CommitDisk = 21,
}

/// <summary>How far a job came. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<JobState>))]
public enum JobState
{
    /// <summary>It goes on.</summary>
    Running = 0,

    /// <summary>It is done.</summary>
    Succeeded = 1,

    /// <summary>It failed, and what it had begun was undone.</summary>
    Failed = 2,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled = 3,

    /// <summary>The daemon ended while it went on; recovery has put things right.</summary>
    Interrupted = 4,
}
