using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Snapshots;

/// <summary>A VM at one moment: its disks, what its firmware and TPM remembered, maybe its memory, and its definition of then.</summary>
public sealed record Snapshot
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name, unlike that of any other snapshot of the VM: 1 to 64 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in words; null when nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>The snapshot that the VM came from when this one was made; null for none.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What the VM did then.</summary>
    public required SnapshotState State { get; init; }

    /// <summary>Whether the guest's agent had halted all writing when it was made.</summary>
    public bool Quiesced { get; init; }

    /// <summary>The disks that are in it.</summary>
    public required IReadOnlyList<DiskSnapshot> Disks { get; init; }

    /// <summary>
    /// Absolute path of the file with the guest's memory; null when it is not in it. Of an internal snapshot the file says only
    /// what is needed to load it: the memory is in the image of its first disk.
    /// </summary>
    public string? Memory { get; init; }

    /// <summary>The VM's definition of then.</summary>
    public required VmDefinition Definition { get; init; }

    /// <summary>Whether it is kept within the disks' own images.</summary>
    [JsonIgnore]
    public bool IsInternal => Disks.Any(disk => disk.Tag is not null);
}

/// <summary>One disk in a snapshot: an image that nothing writes to any more, or a state within an image that is written on.</summary>
/// <param name="Disk">Name of the disk in its VM.</param>
/// <param name="Path">Absolute path of the image.</param>
/// <param name="Format">How it is laid out.</param>
/// <param name="Tag">Name of the internal snapshot within the image; null when the snapshot is external, the whole image.</param>
public sealed record DiskSnapshot(string Disk, string Path, DiskFormat Format, string? Tag = null);

/// <summary>What a VM did when a snapshot of it was made. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<SnapshotState>))]
public enum SnapshotState
{
    /// <summary>It was stopped.</summary>
    Stopped = 0,

    /// <summary>It ran.</summary>
    Running = 1,

    /// <summary>It was paused.</summary>
    Paused = 2,
}
