using System.Text.Json.Serialization;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Storage;

/// <summary>A volume of a pool as it was found.</summary>
public sealed record Volume
{
    /// <summary>Name of its pool.</summary>
    public required string Pool { get; init; }

    /// <summary>Its name there.</summary>
    public required string Name { get; init; }

    /// <summary>What it is known by on the host, whatever the pool is called: a path, or an address.</summary>
    public required string Key { get; init; }

    /// <summary>What it is.</summary>
    public required VolumeType Type { get; init; }

    /// <summary>How it is laid out.</summary>
    public required VolumeFormat Format { get; init; }

    /// <summary>What a guest sees of it, bytes.</summary>
    public required long Capacity { get; init; }

    /// <summary>What it takes of the pool, bytes.</summary>
    public required long Allocation { get; init; }

    /// <summary>Where its file or device ends, bytes.</summary>
    public required long Physical { get; init; }

    /// <summary>How a VM's disk refers to it; null where none can.</summary>
    public DiskSource? Source { get; init; }

    /// <summary>What it is based on; null for nothing.</summary>
    public VolumeBacking? Backing { get; init; }

    /// <summary>All that it is based on, the nearest first; null in lists, which do not look so deep.</summary>
    public IReadOnlyList<VolumeBacking>? Chain { get; init; }

    /// <summary>Whether what it holds is encrypted.</summary>
    public bool Encrypted { get; init; }

    /// <summary>The secret that opens it; null when it is not encrypted or nobody told.</summary>
    public Guid? SecretId { get; init; }

    /// <summary>What a qcow2 image has of its own; null for others.</summary>
    public Qcow2Details? Qcow2 { get; init; }

    /// <summary>Owner, group and mode; null where there are none.</summary>
    public VolumePermissions? Permissions { get; init; }

    /// <summary>When its contents last changed; null when that is not known.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>What is wrong with it, a sentence; null for nothing.</summary>
    public string? Problem { get; init; }
}

/// <summary>What a volume is. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<VolumeType>))]
public enum VolumeType
{
    /// <summary>A file of the host.</summary>
    File = 0,

    /// <summary>A block device of the host.</summary>
    Block = 1,

    /// <summary>A folder.</summary>
    Folder = 2,

    /// <summary>Something that is reached over the network.</summary>
    Network = 3,
}

/// <summary>How a volume is laid out. VMs run from raw and qcow2; the others can be converted. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<VolumeFormat>))]
public enum VolumeFormat
{
    /// <summary>The bytes of the disk and nothing else.</summary>
    Raw = 0,

    /// <summary>QEMU's own format.</summary>
    Qcow2 = 1,

    /// <summary>VMware's.</summary>
    Vmdk = 2,

    /// <summary>Hyper-V's.</summary>
    Vhdx = 3,

    /// <summary>Virtual PC's, also called VHD.</summary>
    Vpc = 4,

    /// <summary>VirtualBox's.</summary>
    Vdi = 5,

    /// <summary>QEMU's enhanced disk, which is not made any more.</summary>
    Qed = 6,

    /// <summary>QEMU's first format.</summary>
    Qcow = 7,

    /// <summary>A CD-ROM; its bytes are those of the disk, as with raw.</summary>
    Iso = 8,
}

/// <summary>An image that another is based on.</summary>
/// <param name="Name">Path or address.</param>
/// <param name="Format">Its format; null when the image above does not say.</param>
/// <param name="Problem">Why it cannot be used, a sentence; null for nothing.</param>
public sealed record VolumeBacking(string Name, VolumeFormat? Format, string? Problem = null);

/// <summary>What a qcow2 image has of its own.</summary>
/// <param name="Version">2 or 3.</param>
/// <param name="ClusterSize">Bytes, a power of two.</param>
/// <param name="LazyRefcounts">Whether reference counts may lag behind.</param>
/// <param name="ExtendedL2">Whether clusters are divided into 32 subclusters.</param>
/// <param name="DataFile">The file that has the guest's data; null when the image itself has it.</param>
/// <param name="Compression">How compressed clusters are compressed.</param>
public sealed record Qcow2Details(
    int Version, long ClusterSize, bool LazyRefcounts, bool ExtendedL2, string? DataFile = null, Qcow2Compression Compression = Qcow2Compression.Zlib)
{
    /// <summary>How many internal snapshots it holds, whoever made them; null for none.</summary>
    public long? Snapshots { get; init; }
}

/// <summary>How clusters of a qcow2 image are compressed. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<Qcow2Compression>))]
public enum Qcow2Compression
{
    /// <summary>zlib.</summary>
    Zlib = 0,

    /// <summary>Zstandard: faster, and known to QEMU since 5.1.</summary>
    Zstd = 1,
}

/// <summary>Owner, group and mode of a volume.</summary>
/// <param name="Owner">User id.</param>
/// <param name="Group">Group id.</param>
/// <param name="Mode">Permission bits in octal, such as <c>0600</c>.</param>
public sealed record VolumePermissions(long Owner, long Group, string Mode);
