using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>A folder of the host that the guest can mount.</summary>
public sealed record FileSystemDefinition : DeviceDefinition
{
    /// <summary>How it is shared.</summary>
    public FileSystemDriver Driver { get; init; }

    /// <summary>Absolute path of the folder on the host.</summary>
    public required string Source { get; init; }

    /// <summary>Name that the guest mounts it by, unique in the VM, 1 to 36 bytes (9p: 31).</summary>
    public required string Tag { get; init; }

    /// <summary>Whether the guest may not write. Absent: no.</summary>
    public bool? ReadOnly { get; init; }

    /// <summary>9p: how owners and modes of files are kept. Absent: mapped.</summary>
    public FileSystemAccess? Access { get; init; }

    /// <summary>virtiofs: how the guest may cache. Absent: auto.</summary>
    public FileSystemCache? Cache { get; init; }

    /// <summary>virtiofs: extended attributes. Absent: off.</summary>
    public bool? ExtendedAttributes { get; init; }

    /// <summary>virtiofs: BSD file locks. Absent: off.</summary>
    public bool? Flock { get; init; }

    /// <summary>virtiofs: POSIX record locks. Absent: off.</summary>
    public bool? PosixLock { get; init; }

    /// <summary>virtiofs: size of the pool of threads, 0 to 64. Absent: virtiofsd's.</summary>
    public int? Threads { get; init; }

    /// <summary>virtiofs: entries of the queue, a power of two, 64 to 1,024. Absent: 1,024.</summary>
    public int? QueueSize { get; init; }

    /// <summary>virtiofs: absolute path of the program. Absent: the host's virtiofsd.</summary>
    public string? Binary { get; init; }

    /// <summary>virtiofs: absolute path of the socket of a virtiofsd that somebody else runs. Absent: Lodge runs one.</summary>
    public string? Socket { get; init; }
}

/// <summary>Ways to share a folder.</summary>
[JsonConverter(typeof(KebabEnumConverter<FileSystemDriver>))]
public enum FileSystemDriver
{
    /// <summary>virtiofs, by virtiofsd; needs shared memory.</summary>
    Virtiofs = 0,

    /// <summary>9p over virtio, by QEMU itself.</summary>
    Path = 1,
}

/// <summary>How 9p keeps owners and modes.</summary>
[JsonConverter(typeof(KebabEnumConverter<FileSystemAccess>))]
public enum FileSystemAccess
{
    /// <summary>In extended attributes.</summary>
    Mapped = 0,

    /// <summary>As they are; QEMU would have to be root for all of it.</summary>
    Passthrough = 1,

    /// <summary>As they are, and what may not be set is left out without an error.</summary>
    Squash = 2,
}

/// <summary>How a guest may cache a virtiofs.</summary>
[JsonConverter(typeof(KebabEnumConverter<FileSystemCache>))]
public enum FileSystemCache
{
    /// <summary>For a second.</summary>
    Auto = 0,

    /// <summary>For ever: nobody else changes the folder.</summary>
    Always = 1,

    /// <summary>Not at all.</summary>
    None = 2,
}

/// <summary>Memory that is shared with other VMs or with programs of the host (ivshmem).</summary>
public sealed record SharedMemoryDefinition : DeviceDefinition
{
    /// <summary>Name of the shared memory, 1 to 64 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Plain, or with interrupts between the peers.</summary>
    public SharedMemoryModel Model { get; init; }

    /// <summary>How much, a power of two, at least 1 MiB. Absent: 4 MiB; with a doorbell the server decides.</summary>
    public Primitives.ByteSize? Size { get; init; }

    /// <summary>Doorbell: absolute path of the ivshmem-server's socket.</summary>
    public string? Server { get; init; }

    /// <summary>Doorbell: interrupt vectors, 1 to 2,048. Absent: 1.</summary>
    public int? Vectors { get; init; }

    /// <summary>Plain: whether this VM's data wins when it is migrated. Absent: no.</summary>
    public bool? Master { get; init; }
}

/// <summary>Kinds of shared memory.</summary>
[JsonConverter(typeof(KebabEnumConverter<SharedMemoryModel>))]
public enum SharedMemoryModel
{
    /// <summary>Memory only.</summary>
    Plain = 0,

    /// <summary>Memory and interrupts, by an ivshmem-server.</summary>
    Doorbell = 1,
}
