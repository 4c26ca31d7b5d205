using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms;

namespace Lodge.Model.Checkpoints;

/// <summary>
/// A moment of a VM's disks from which a later incremental backup begins: since then, a bitmap in the image of each disk
/// notes what was written.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name, unlike that of any other checkpoint of the VM: 1 to 64 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, in words; null when nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>The checkpoint before this one; null for none.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether the guest's agent had halted all writing when it was made.</summary>
    public bool Quiesced { get; init; }

    /// <summary>The disks that are in it, each with its bitmap.</summary>
    public required IReadOnlyList<DiskBitmap> Disks { get; init; }

    /// <summary>
    /// Why no backup may begin from it, in words: a bitmap was lost or has gaps. It stays so: the next backup has to be a full
    /// one. Null while all is well.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>The VM's definition of then.</summary>
    public required VmDefinition Definition { get; init; }
}

/// <summary>A bitmap that notes which parts of a disk are written.</summary>
/// <param name="Disk">Name of the disk in its VM.</param>
/// <param name="Bitmap">Name of the bitmap in the disk's image.</param>
public sealed record DiskBitmap(string Disk, string Bitmap);

/// <summary>What is deleted with a checkpoint. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<CheckpointScope>))]
public enum CheckpointScope
{
    /// <summary>The checkpoint alone; those after it come after its parent then.</summary>
    One = 0,

    /// <summary>The checkpoint and all after it.</summary>
    WithChildren = 1,

    /// <summary>All after it, but not itself.</summary>
    ChildrenOnly = 2,
}
