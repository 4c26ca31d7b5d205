namespace Lodge.Cli.Storage;

/// <summary>What a command line asks a new storage pool to be. Null: not said.</summary>
internal sealed record PoolWishes
{
    /// <summary>A folder of the host.</summary>
    public string? Folder { get; init; }

    /// <summary>A device with a file system.</summary>
    public string? FileSystem { get; init; }

    /// <summary>A folder of an NFS server, for the kernel to mount: <c>HOST:PATH</c>.</summary>
    public string? Nfs { get; init; }

    /// <summary>A folder of an NFS server, for QEMU to reach by itself: <c>HOST:PATH</c>.</summary>
    public string? NfsDirect { get; init; }

    /// <summary>A volume group.</summary>
    public string? Lvm { get; init; }

    /// <summary>Devices that the volume group is made of.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>A thin pool: <c>GROUP/POOL</c>.</summary>
    public string? LvmThin { get; init; }

    /// <summary>A whole disk.</summary>
    public string? Disk { get; init; }

    /// <summary>A target, for the host to log in to: <c>PORTAL/TARGET</c>.</summary>
    public string? Iscsi { get; init; }

    /// <summary>A target, for QEMU to reach by itself: <c>PORTAL/TARGET</c>.</summary>
    public string? IscsiDirect { get; init; }

    /// <summary>A pool of Ceph: <c>POOL</c> or <c>POOL/NAMESPACE</c>.</summary>
    public string? Rbd { get; init; }

    /// <summary>A folder of a web server.</summary>
    public string? Http { get; init; }

    /// <summary>Where something is mounted.</summary>
    public string? Mount { get; init; }

    /// <summary>Monitors of Ceph.</summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];

    /// <summary>User of Ceph or of the target.</summary>
    public string? User { get; init; }

    /// <summary>Identity of the secret of that user.</summary>
    public Guid? Secret { get; init; }

    /// <summary>A title for people.</summary>
    public string? Title { get; init; }

    /// <summary>Whether it starts with the daemon.</summary>
    public bool Autostart { get; init; }
}
