using System.Text.Json.Serialization;

namespace Lodge.Model.Vms.Devices;

/// <summary>Where the data of a disk lives.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FileDiskSource), "file")]
[JsonDerivedType(typeof(BlockDiskSource), "block")]
public abstract record DiskSource
{
    /// <summary>The path on the host that it stands for; null when it is no path.</summary>
    public abstract string? HostPath();
}

/// <summary>A disk image in a file of the host.</summary>
public sealed record FileDiskSource : DiskSource
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public override string HostPath() => Path;
}

/// <summary>A block device of the host.</summary>
public sealed record BlockDiskSource : DiskSource
{
    /// <summary>Absolute path of the device node.</summary>
    public required string Path { get; init; }

    /// <inheritdoc/>
    public override string HostPath() => Path;
}
