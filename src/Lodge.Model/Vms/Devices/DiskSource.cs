using System.Text.Json.Serialization;

namespace Lodge.Model.Vms.Devices;

/// <summary>Where the data of a disk lives.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FileDiskSource), "file")]
[JsonDerivedType(typeof(BlockDiskSource), "block")]
[JsonDerivedType(typeof(VolumeDiskSource), "volume")]
[JsonDerivedType(typeof(NfsDiskSource), "nfs")]
[JsonDerivedType(typeof(IscsiDiskSource), "iscsi")]
[JsonDerivedType(typeof(RbdDiskSource), "rbd")]
[JsonDerivedType(typeof(HttpDiskSource), "http")]
[JsonDerivedType(typeof(NbdDiskSource), "nbd")]
public abstract record DiskSource
{
    /// <summary>The path on the host that it stands for; null when it is no path.</summary>
    public abstract string? HostPath();

    /// <summary>Where the data really is: itself, but for a source that only names a place; null while that is not known.</summary>
    public virtual DiskSource? Resolved() => this;

    /// <summary>What people call it: its path, or its address in one text, such as <c>nfs://server/export/a.img</c>.</summary>
    public abstract string Describe();
}

/// <summary>A disk image in a file of the host.</summary>
public sealed record FileDiskSource : DiskSource
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public override string HostPath() => Path;

    /// <inheritdoc/>
    public override string Describe() => Path;
}

/// <summary>A block device of the host.</summary>
public sealed record BlockDiskSource : DiskSource
{
    /// <summary>Absolute path of the device node.</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public override string HostPath() => Path;

    /// <inheritdoc/>
    public override string Describe() => Path;
}

/// <summary>A volume of a storage pool.</summary>
public sealed record VolumeDiskSource : DiskSource
{
    /// <summary>Name of the pool.</summary>
    public required string Pool { get; init; }

    /// <summary>Name of the volume in it.</summary>
    public required string Volume { get; init; }

    /// <summary>Where the volume is. Filled in when the VM is defined, and anew when it starts.</summary>
    public DiskSource? At { get; init; }

    /// <inheritdoc/>
    public override string? HostPath() => At?.HostPath();

    /// <inheritdoc/>
    public override DiskSource? Resolved() => At?.Resolved();

    /// <inheritdoc/>
    public override string Describe() => At?.Describe() ?? $"{Pool}/{Volume}";
}
