namespace Lodge.Model.Storage;

/// <summary>A folder of the host; its files are the volumes.</summary>
public sealed record FolderPoolBackend : PoolBackend
{
    /// <summary>Absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>How the folder is made when it is not there. Absent: for its owner alone to write, for all to enter.</summary>
    public FolderPermissions? Permissions { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => Trim(Path);

    /// <inheritdoc/>
    public override string Fingerprint() => $"path {Trim(Path)}";
}

/// <summary>A file system on a device of the host, which the pool's start mounts and its stop unmounts.</summary>
public sealed record FileSystemPoolBackend : PoolBackend
{
    /// <summary>The device: absolute path of its node.</summary>
    public required string Device { get; init; }

    /// <summary>Where it is mounted: absolute path.</summary>
    public required string Path { get; init; }

    /// <summary>Kind of file system, such as <c>ext4</c>, <c>xfs</c> or <c>btrfs</c>. Absent: what the device has; when it is built, xfs.</summary>
    public string? FileSystem { get; init; }

    /// <summary>Options of the mount, as <c>mount -o</c> knows them. Absent: none.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <summary>How the folder is made when it is not there.</summary>
    public FolderPermissions? Permissions { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => Trim(Path);

    /// <inheritdoc/>
    public override string Fingerprint() => $"device {Device}";
}

/// <summary>A volume group of LVM; its logical volumes are the volumes.</summary>
public sealed record LvmPoolBackend : PoolBackend
{
    /// <summary>Name of the volume group.</summary>
    public required string VolumeGroup { get; init; }

    /// <summary>Devices that it is made of when it is built. Absent: it exists.</summary>
    public IReadOnlyList<string>? Devices { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => $"/dev/{VolumeGroup}";

    /// <inheritdoc/>
    public override string Fingerprint() => $"lvm {VolumeGroup}";
}

/// <summary>A thin pool of LVM; its thin volumes are the volumes, take room only where they were written, and can be cloned in an instant.</summary>
public sealed record LvmThinPoolBackend : PoolBackend
{
    /// <summary>Name of the volume group.</summary>
    public required string VolumeGroup { get; init; }

    /// <summary>Name of the thin pool in it.</summary>
    public required string ThinPool { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => $"/dev/{VolumeGroup}";

    /// <inheritdoc/>
    public override string Fingerprint() => $"lvm-thin {VolumeGroup}/{ThinPool}";
}

/// <summary>A whole disk of the host; its partitions are the volumes.</summary>
public sealed record DiskPoolBackend : PoolBackend
{
    /// <summary>Absolute path of the disk's node.</summary>
    public required string Device { get; init; }

    /// <summary>The partition table that is written when it is built. Absent: GPT.</summary>
    public PartitionTable? Table { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => "/dev";

    /// <inheritdoc/>
    public override string Fingerprint() => $"device {Device}";
}
