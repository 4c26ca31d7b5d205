using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;

namespace Lodge.LibvirtXml.Storage;

/// <summary>
/// The types of pools. Kinds of storage that libvirt does not know are written as the nearest that it does; such an XML means
/// what the pool is when it is defined again (<see cref="PoolXml.Keep"/>).
/// </summary>
internal static class PoolBackendXml
{
    /// <summary>What a pool of the type is made of.</summary>
    public static PoolBackend Read(Element root)
    {
        var source = root.Child("source");
        return root.Need("type") switch
        {
            "dir" => new FolderPoolBackend { Path = PoolTargetXml.Path(root), Permissions = PoolTargetXml.Permissions(root) },
            "fs" => FileSystem(root, Source(root, source)),
            "netfs" => Nfs(root, Source(root, source)),
            "logical" => Lvm(root, Source(root, source)),
            "disk" => Disk(root, Source(root, source)),
            "iscsi" => Iscsi(root, Source(root, source)),
            "iscsi-direct" => IscsiDirect(Source(root, source)),
            "rbd" => Rbd(root, Source(root, source)),
            var type and ("scsi" or "mpath" or "sheepdog" or "gluster" or "zfs" or "vstorage") => throw root.Unsupported($"a storage pool of the type '{type}'"),
            var type => throw root.Invalid($"unknown storage pool type '{type}'"),
        };
    }

    /// <summary>The type of a pool.</summary>
    public static string TypeOf(PoolBackend backend) => backend switch
    {
        FolderPoolBackend => "dir",
        FileSystemPoolBackend => "fs",
        LvmPoolBackend or LvmThinPoolBackend => "logical",
        DiskPoolBackend => "disk",
        IscsiPoolBackend => "iscsi",
        IscsiDirectPoolBackend => "iscsi-direct",
        RbdPoolBackend => "rbd",
        _ => "netfs",
    };

    private static FileSystemPoolBackend FileSystem(Element root, Element source) => new()
    {
        Device = PoolSourceXml.Device(source),
        FileSystem = PoolSourceXml.FileSystem(source),
        Path = PoolTargetXml.Path(root),
        Permissions = PoolTargetXml.Permissions(root),
        Options = MountOptionsXml.Read(root),
    };

    private static NfsPoolBackend Nfs(Element root, Element source)
    {
        source.Child("format")?.Accept("type", "auto", "nfs");
        return new NfsPoolBackend
        {
            Host = PoolSourceXml.OneHost(source),
            Export = source.NeedChild("dir").Need("path"),
            Path = PoolTargetXml.Path(root),
            Version = source.Child("protocol")?.Need("ver"),
            Options = MountOptionsXml.Read(root),
        };
    }

    private static LvmPoolBackend Lvm(Element root, Element source)
    {
        source.Child("format")?.Accept("type", "lvm2", "unknown", "auto");
        var group = source.TextOf("name") ?? root.TextOf("name") ?? throw source.Invalid("missing pool source name element");
        PoolTargetXml.Given(root, $"/dev/{group}");
        var devices = source.Children("device").Select(device => device.Need("path")).ToList();
        return new LvmPoolBackend { VolumeGroup = group, Devices = devices.Count == 0 ? null : devices };
    }

    private static DiskPoolBackend Disk(Element root, Element source)
    {
        PoolTargetXml.Given(root, "/dev");
        return new DiskPoolBackend { Device = PoolSourceXml.Device(source), Table = PoolSourceXml.Table(source) };
    }

    private static IscsiPoolBackend Iscsi(Element root, Element source)
    {
        PoolTargetXml.Given(root, "/dev/disk/by-path");
        return new IscsiPoolBackend
        {
            Portals = HostXml.Read(source),
            Target = PoolSourceXml.Device(source),
            Initiator = PoolSourceXml.Initiator(source),
            Chap = PoolAuthXml.Chap(source),
        };
    }

    private static IscsiDirectPoolBackend IscsiDirect(Element source) => new()
    {
        Portals = HostXml.Read(source),
        Target = PoolSourceXml.Device(source),
        Initiator = PoolSourceXml.Initiator(source),
        Chap = PoolAuthXml.Chap(source),
    };

    private static RbdPoolBackend Rbd(Element root, Element source)
    {
        var (user, secret) = PoolAuthXml.Ceph(source);
        return new RbdPoolBackend
        {
            Monitors = HostXml.Read(source),
            Pool = source.TextOf("name") ?? root.TextOf("name") ?? throw source.Invalid("missing pool source name element"),
            User = user,
            SecretId = secret,
        };
    }

    private static Element Source(Element root, Element? source) => source ?? throw root.Invalid("missing element <source> in <pool>");
}
