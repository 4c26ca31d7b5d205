using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Primitives;

namespace Lodge.Model.Storage;

/// <summary>What a new volume shall be.</summary>
public sealed record VolumeRequest
{
    /// <summary>Unique in its pool. 1 to 255 bytes without <c>/</c> and control characters; neither <c>.</c> nor <c>..</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What a guest sees of it. May be left out when it is made from another volume, and is that one's then.</summary>
    public ByteSize? Capacity { get; init; }

    /// <summary>How it is laid out. Absent: qcow2 where the pool has files, raw elsewhere.</summary>
    public VolumeFormat? Format { get; init; }

    /// <summary>What of it is reserved at once. Absent: nothing.</summary>
    public Preallocation? Preallocation { get; init; }

    /// <summary>The image that it is based on; it must not change any more. qcow2 only. Absent: none.</summary>
    public BackingRequest? Backing { get; init; }

    /// <summary>Encryption. Absent: none.</summary>
    public VolumeEncryption? Encryption { get; init; }

    /// <summary>Size of a cluster: a power of two, 512 B to 2 MiB. qcow2 only. Absent: 64 KiB; with extended L2 tables 128 KiB.</summary>
    public ByteSize? ClusterSize { get; init; }

    /// <summary>Whether clusters are divided into 32 subclusters. qcow2 only. Absent: yes with a backing image, else no.</summary>
    public bool? ExtendedL2 { get; init; }

    /// <summary>Whether reference counts may lag behind, which makes writing faster and recovery after a crash slower. qcow2 only. Absent: no.</summary>
    public bool? LazyRefcounts { get; init; }

    /// <summary>How compressed clusters are compressed. qcow2 only. Absent: zlib.</summary>
    public Qcow2Compression? Compression { get; init; }

    /// <summary>Whether what it is made of is compressed; only when it is made from another volume. qcow2 only. Absent: no.</summary>
    public bool? Compress { get; init; }

    /// <summary>Name in the same pool of a raw file that takes the guest's data, which is made with it. qcow2 only. Absent: none.</summary>
    public string? DataFile { get; init; }

    /// <summary>Owner and mode. Absent: the daemon's own, and 0600.</summary>
    public FolderPermissions? Permissions { get; init; }
}

/// <summary>What of a new volume is reserved at once. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<Preallocation>))]
public enum Preallocation
{
    /// <summary>Nothing: it takes room where it is written.</summary>
    Off = 0,

    /// <summary>The tables of a qcow2 image.</summary>
    Metadata = 1,

    /// <summary>All of it, without writing it (<c>fallocate</c>).</summary>
    Falloc = 2,

    /// <summary>All of it, by writing zeros.</summary>
    Full = 3,
}

/// <summary>The image that a new volume is based on: a volume, or a file of the host.</summary>
public sealed record BackingRequest
{
    /// <summary>The volume's pool; absent with <see cref="Path"/>, or for the new volume's own pool.</summary>
    public string? Pool { get; init; }

    /// <summary>The volume; absent with <see cref="Path"/>.</summary>
    public string? Volume { get; init; }

    /// <summary>Absolute path of a file of the host; absent with <see cref="Volume"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Its format. Needed with <see cref="Path"/>; never guessed.</summary>
    public VolumeFormat? Format { get; init; }
}

/// <summary>How a volume is encrypted: always LUKS.</summary>
/// <param name="SecretId">The secret whose value opens it.</param>
public sealed record VolumeEncryption(Guid SecretId);

/// <summary>How a volume is wiped. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<WipeMethod>))]
public enum WipeMethod
{
    /// <summary>Zeros are written over all of it.</summary>
    Zero = 0,

    /// <summary>Random bytes are written over all of it.</summary>
    Random = 1,

    /// <summary>The storage is told that nothing of it is needed any more; what comes of the old bytes is the storage's affair.</summary>
    Trim = 2,
}
