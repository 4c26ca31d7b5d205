using System.Globalization;

namespace Lodge.Model.Vms.Devices;

/// <summary>
/// A disk on a server that QEMU itself talks to. The host neither mounts nor sees it, so that the disk's format must be
/// given, and an image of the format qcow2 must not name another one as its backing.
/// </summary>
public abstract record NetworkDiskSource : DiskSource
{
    /// <inheritdoc/>
    public override string? HostPath() => null;

    /// <summary>The secret by which QEMU proves to the server who it is; null when it need not.</summary>
    public virtual Guid? SecretId() => null;

    /// <summary>A host as it stands in an address: an IPv6 address in brackets.</summary>
    protected static string HostText(string host, int? port = null) =>
        (host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host) + (port is { } number ? string.Create(CultureInfo.InvariantCulture, $":{number}") : "");
}

/// <summary>A file that an NFS server exports. It is read and written by NFS version 3, from a port of 1024 or above.</summary>
public sealed record NfsDiskSource : NetworkDiskSource
{
    /// <summary>Name or address of the server.</summary>
    public required string Server { get; init; }

    /// <summary>Absolute path of the file on the server, the export's path included.</summary>
    public required string Path { get; init; }

    /// <summary>User id that the server is told, 0 or more. Absent: that of the VM's process.</summary>
    public int? User { get; init; }

    /// <summary>Group id that the server is told, 0 or more. Absent: that of the VM's process.</summary>
    public int? Group { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"nfs://{HostText(Server)}{Path}";
}

/// <summary>A logical unit of an iSCSI target.</summary>
public sealed record IscsiDiskSource : NetworkDiskSource
{
    /// <summary>The port of iSCSI (RFC 7143).</summary>
    public const int StandardPort = 3260;

    /// <summary>Name or address of the server.</summary>
    public required string Server { get; init; }

    /// <summary>Port, 1 to 65,535. Absent: 3260.</summary>
    public int? Port { get; init; }

    /// <summary>Name of the target, which begins with <c>iqn.</c>, <c>eui.</c> or <c>naa.</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Number of the logical unit, 0 to 16,383.</summary>
    public int Lun { get; init; }

    /// <summary>Name by which QEMU introduces itself, as a target's. Absent: QEMU's, made from the VM's name.</summary>
    public string? Initiator { get; init; }

    /// <summary>Name for CHAP; goes with <c>secret</c>.</summary>
    public string? User { get; init; }

    /// <summary>Id of the secret that is the password for CHAP. Absent: there is none.</summary>
    public Guid? Secret { get; init; }

    /// <inheritdoc/>
    public override Guid? SecretId() => Secret;

    /// <inheritdoc/>
    public override string Describe() => string.Create(CultureInfo.InvariantCulture, $"iscsi://{HostText(Server, Port)}/{Target}/{Lun}");
}

/// <summary>An image in a pool of a Ceph cluster.</summary>
public sealed record RbdDiskSource : NetworkDiskSource
{
    /// <summary>The configuration of the cluster that a host has by itself.</summary>
    public const string StandardConfig = "/etc/ceph/ceph.conf";

    /// <summary>The cluster's monitors. Absent: those of the configuration.</summary>
    public IReadOnlyList<CephMonitor>? Servers { get; init; }

    /// <summary>Absolute path of the cluster's configuration on the host. Absent: that of <c>/etc/ceph</c> when no monitors are given, else none.</summary>
    public string? Config { get; init; }

    /// <summary>Name of the pool.</summary>
    public required string Pool { get; init; }

    /// <summary>Name of the namespace in the pool; absent: the one without a name.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name of the image.</summary>
    public required string Image { get; init; }

    /// <summary>Name of a snapshot, which can be read only; absent: the image itself.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Name of the cluster's user, without <c>client.</c>; goes with <c>secret</c>.</summary>
    public string? User { get; init; }

    /// <summary>Id of the secret that is the user's key: the bytes that Ceph shows encoded. Absent: there is none.</summary>
    public Guid? Secret { get; init; }

    /// <inheritdoc/>
    public bool Equals(RbdDiskSource? other) => other is not null
        && (Config, Pool, Namespace, Image, Snapshot, User, Secret) == (other.Config, other.Pool, other.Namespace, other.Image, other.Snapshot, other.User, other.Secret)
        && Servers.OrEmpty().SequenceEqual(other.Servers.OrEmpty());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Config, Pool, Namespace, Image, Snapshot, User, Secret);

    /// <summary>The file that tells where the cluster is; null when the monitors are given.</summary>
    public string? EffectiveConfig() => Config ?? (Servers is { Count: > 0 } ? null : StandardConfig);

    /// <inheritdoc/>
    public override Guid? SecretId() => Secret;

    /// <inheritdoc/>
    public override string Describe() =>
        $"rbd:{Pool}/{(Namespace is null ? "" : $"{Namespace}/")}{Image}{(Snapshot is null ? "" : $"@{Snapshot}")}";
}

/// <summary>A monitor of a Ceph cluster.</summary>
public sealed record CephMonitor
{
    /// <summary>The port of the second version of Ceph's protocol, which clusters serve since Nautilus.</summary>
    public const int StandardPort = 3300;

    /// <summary>The port of the first version.</summary>
    public const int OlderPort = 6789;

    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Port, 1 to 65,535; at 6789 the first version of the protocol is spoken, elsewhere the second. Absent: both, 3300 and 6789.</summary>
    public int? Port { get; init; }
}

/// <summary>A file of a web server, to be read only. The server must serve parts of it (byte ranges).</summary>
public sealed record HttpDiskSource : NetworkDiskSource
{
    /// <summary>Its address, which begins with <c>http://</c> or <c>https://</c> and holds no password.</summary>
    public required string Url { get; init; }

    /// <summary>Whether the server's certificate is checked. Absent: yes.</summary>
    public bool? VerifyCertificate { get; init; }

    /// <summary>How long the server may take to answer, seconds, 1 to 600. Absent: 5.</summary>
    public int? Timeout { get; init; }

    /// <summary>Name that the server is told; goes with <c>secret</c>.</summary>
    public string? User { get; init; }

    /// <summary>Id of the secret that is the password. Absent: there is none.</summary>
    public Guid? Secret { get; init; }

    /// <inheritdoc/>
    public override Guid? SecretId() => Secret;

    /// <inheritdoc/>
    public override string Describe() => Url;
}

/// <summary>An export of an NBD server.</summary>
public sealed record NbdDiskSource : NetworkDiskSource
{
    /// <summary>The port of NBD.</summary>
    public const int StandardPort = 10809;

    /// <summary>Name or address of the server.</summary>
    public required string Server { get; init; }

    /// <summary>Port, 1 to 65,535. Absent: 10809.</summary>
    public int? Port { get; init; }

    /// <summary>Name of the export; absent: the one without a name.</summary>
    public string? Export { get; init; }

    /// <inheritdoc/>
    public override string Describe() => $"nbd://{HostText(Server, Port)}/{Export}";
}
