namespace Lodge.Model.Storage;

/// <summary>A folder of an NFS server, which the host's kernel mounts at the pool's start.</summary>
public sealed record NfsPoolBackend : PoolBackend
{
    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>The folder that it exports: absolute path there.</summary>
    public required string Export { get; init; }

    /// <summary>Where it is mounted: absolute path on this host.</summary>
    public required string Path { get; init; }

    /// <summary>Version of the protocol: 3, 4, 4.1 or 4.2. Absent: the newest that both know.</summary>
    public string? Version { get; init; }

    /// <summary>Options of the mount, as <c>mount -o</c> knows them. Absent: none.</summary>
    public IReadOnlyList<string>? Options { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => Trim(Path);

    /// <inheritdoc/>
    public override string Fingerprint() => $"path {Trim(Path)}";
}

/// <summary>A folder of an NFS server that QEMU reaches by itself: nothing is mounted on the host.</summary>
public sealed record NfsDirectPoolBackend : PoolBackend
{
    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>The folder there: absolute path.</summary>
    public required string Export { get; init; }

    /// <summary>User id that the server is told. Absent: that of the process.</summary>
    public int? UserId { get; init; }

    /// <summary>Group id that the server is told. Absent: that of the process.</summary>
    public int? GroupId { get; init; }

    /// <inheritdoc/>
    public override string Fingerprint() => $"nfs {Host}:{Trim(Export)}";
}

/// <summary>An iSCSI target that the host logs in to with open-iscsi; its units are block devices of the host.</summary>
public sealed record IscsiPoolBackend : PoolBackend
{
    /// <summary>Where the target can be reached: <c>HOST</c> or <c>HOST:PORT</c>, at least one.</summary>
    public required IReadOnlyList<string> Portals { get; init; }

    /// <summary>Name of the target: <c>iqn.…</c>, <c>eui.…</c> or <c>naa.…</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The name that this host has there. Absent: the host's own.</summary>
    public string? Initiator { get; init; }

    /// <summary>How the host proves who it is. Absent: not at all.</summary>
    public ChapCredentials? Chap { get; init; }

    /// <inheritdoc/>
    public override string TargetPath() => "/dev/disk/by-path";

    /// <inheritdoc/>
    public override string Fingerprint() => $"iscsi {Target}";
}

/// <summary>An iSCSI target that QEMU reaches by itself: the host knows nothing of it.</summary>
public sealed record IscsiDirectPoolBackend : PoolBackend
{
    /// <summary>Where the target can be reached: <c>HOST</c> or <c>HOST:PORT</c>, at least one.</summary>
    public required IReadOnlyList<string> Portals { get; init; }

    /// <summary>Name of the target: <c>iqn.…</c>, <c>eui.…</c> or <c>naa.…</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The name that QEMU gives there. Absent: one made of the VM's.</summary>
    public string? Initiator { get; init; }

    /// <summary>How QEMU proves who it is. Absent: not at all.</summary>
    public ChapCredentials? Chap { get; init; }

    /// <inheritdoc/>
    public override string Fingerprint() => $"iscsi {Target}";
}

/// <summary>A user of an iSCSI target.</summary>
/// <param name="User">The name.</param>
/// <param name="SecretId">The secret with the password.</param>
public sealed record ChapCredentials(string User, Guid SecretId);

/// <summary>A pool of a Ceph cluster; its RADOS block images are the volumes.</summary>
public sealed record RbdPoolBackend : PoolBackend
{
    /// <summary>Where monitors can be reached: <c>HOST</c> or <c>HOST:PORT</c>, at least one.</summary>
    public required IReadOnlyList<string> Monitors { get; init; }

    /// <summary>The pool there.</summary>
    public required string Pool { get; init; }

    /// <summary>The namespace in it. Absent: the default one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the user, without <c>client.</c>. Absent: the cluster asks for none.</summary>
    public string? User { get; init; }

    /// <summary>The secret with that user's cephx key. Absent: the cluster asks for none.</summary>
    public Guid? SecretId { get; init; }

    /// <inheritdoc/>
    public override string Fingerprint() => $"rbd {string.Join(',', Monitors.Order(StringComparer.Ordinal))}/{Pool}/{Namespace}";
}

/// <summary>Images on a web server, which can only be read.</summary>
public sealed record HttpPoolBackend : PoolBackend
{
    /// <summary>Address of the folder, with <c>http://</c> or <c>https://</c>.</summary>
    public required string Url { get; init; }

    /// <summary>The files there that are volumes. Absent: those that the server lists.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <inheritdoc/>
    public override string Fingerprint() => $"http {Trim(Url)}";
}
