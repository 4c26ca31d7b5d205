using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>A disk of the guest.</summary>
public sealed record DiskDefinition
{
    /// <summary>Name of the disk within its VM, such as <c>vda</c>; made up when absent.</summary>
    public string? Name { get; init; }

    /// <summary>Where the data lives.</summary>
    public required DiskSource Source { get; init; }

    /// <summary>
    /// How the data is laid out. Absent: found out once, when the VM is defined, and kept; a guest can thus never
    /// turn a raw disk into something else by writing a header to it.
    /// </summary>
    public DiskFormat? Format { get; init; }

    /// <summary>The guest may not write.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>How the guest sees the disk.</summary>
    public DiskBus Bus { get; init; } = DiskBus.Virtio;
}

/// <summary>Where the data of a disk lives.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FileDiskSource), "file")]
public abstract record DiskSource;

/// <summary>A disk image in a file of the host, or a block device of the host.</summary>
public sealed record FileDiskSource : DiskSource
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }
}

/// <summary>How an image file is laid out.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskFormat>))]
public enum DiskFormat
{
    /// <summary>The bytes of the disk and nothing else.</summary>
    Raw = 0,

    /// <summary>QEMU's own format: grows as needed, snapshots, backing files.</summary>
    Qcow2 = 1,
}

/// <summary>How the guest sees a disk.</summary>
[JsonConverter(typeof(KebabEnumConverter<DiskBus>))]
public enum DiskBus
{
    /// <summary>virtio-blk; on microvm over virtio-mmio.</summary>
    Virtio = 0,
}
