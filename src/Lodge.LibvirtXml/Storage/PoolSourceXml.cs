using Lodge.LibvirtXml.Xml;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Storage;

/// <summary><c>&lt;source&gt;</c> of a pool: what it is made of. Parts stand in libvirt's order.</summary>
internal static class PoolSourceXml
{
    private const string Auto = "auto";

    private static readonly string[] s_fileSystems =
        ["ext2", "ext3", "ext4", "ufs", "iso9660", "udf", "gfs", "gfs2", "vfat", "hfs+", "xfs", "ocfs2", "vmfs"];

    private static readonly Words<PartitionTable> s_tables = new((PartitionTable.Gpt, "gpt"), (PartitionTable.Dos, "dos"))
    {
        Refused = ["dvh", "mac", "bsd", "pc98", "sun", "lvm2"],
    };

    /// <summary>The only device.</summary>
    public static string Device(Element source)
    {
        var device = source.NeedChild("device");
        foreach (var extent in device.Children("freeExtent"))
        {
            extent.Keep(); // What was free when the XML was written.
        }

        return device.Need("path");
    }

    /// <summary>The only host, which has no port of its own.</summary>
    public static string OneHost(Element source) => HostXml.Read(source) is [var one] && !HostXml.HasPort(one) ? one
        : throw source.Unsupported("more than one <host>, or one with a port, for a folder of a server");

    /// <summary>The kind of file system; null for whatever there is.</summary>
    public static string? FileSystem(Element source) => source.Child("format")?.Attr("type") switch
    {
        null or Auto => null,
        var known when s_fileSystems.Contains(known) => known,
        var other => throw source.Invalid($"'{other}' for the attribute 'type' of <format>"),
    };

    /// <summary>The partition table; null where none is named.</summary>
    public static PartitionTable? Table(Element source) =>
        source.Child("format") is { } format && format.Attr("type") is not (null or "unknown") ? format.Word("type", s_tables) : null;

    /// <summary>The name that the host gives itself.</summary>
    public static string? Initiator(Element source) => source.Child("initiator")?.NeedChild("iqn").Need("name");

    public static void Write(XmlOut output, PoolBackend backend)
    {
        using var source = output.Element("source");
        switch (backend)
        {
            case FileSystemPoolBackend mounted:
                Path(output, "device", mounted.Device);
                Format(output, s_fileSystems.Contains(mounted.FileSystem) ? mounted.FileSystem! : Auto);
                break;
            case NfsPoolBackend nfs:
                Export(output, nfs.Host, nfs.Export, "nfs", nfs.Version);
                break;
            case NfsDirectPoolBackend nfs:
                Export(output, nfs.Host, nfs.Export, Auto, version: null);
                break;
            case HttpPoolBackend http:
                var address = new Uri(http.Url);
                Export(output, address.Host, address.AbsolutePath, Auto, version: null);
                break;
            case LvmPoolBackend lvm:
                lvm.Devices.OrEmpty().ToList().ForEach(device => Path(output, "device", device));
                Group(output, lvm.VolumeGroup);
                break;
            case LvmThinPoolBackend thin:
                Group(output, thin.VolumeGroup);
                break;
            case DiskPoolBackend disk:
                Path(output, "device", disk.Device);
                Format(output, s_tables.Of(disk.Table) ?? "unknown");
                break;
            case IscsiPoolBackend iscsi:
                Target(output, iscsi.Portals, iscsi.Target, iscsi.Initiator, iscsi.Chap);
                break;
            case IscsiDirectPoolBackend iscsi:
                Target(output, iscsi.Portals, iscsi.Target, iscsi.Initiator, iscsi.Chap);
                break;
            case RbdPoolBackend rbd:
                HostXml.Write(output, rbd.Monitors);
                output.Leaf("name", rbd.Pool);
                PoolAuthXml.Write(output, "ceph", rbd.User, rbd.SecretId);
                break;
        }
    }

    /// <summary>An element with a path.</summary>
    public static void Path(XmlOut output, string name, string path)
    {
        using var element = output.Element(name);
        output.Attr("path", path);
    }

    /// <summary>The format.</summary>
    public static void Format(XmlOut output, string type)
    {
        using var element = output.Element("format");
        output.Attr("type", type);
    }

    private static void Export(XmlOut output, string host, string folder, string format, string? version)
    {
        HostXml.Write(output, [host]);
        Path(output, "dir", folder);
        Format(output, format);
        using var protocol = output.ElementIfAny("protocol");
        output.Attr("ver", version);
    }

    private static void Group(XmlOut output, string name)
    {
        output.Leaf("name", name);
        Format(output, "lvm2");
    }

    private static void Target(XmlOut output, IReadOnlyList<string> portals, string target, string? initiator, ChapCredentials? chap)
    {
        HostXml.Write(output, portals);
        Path(output, "device", target);
        if (initiator is not null)
        {
            using var element = output.Element("initiator");
            using var name = output.Element("iqn");
            output.Attr("name", initiator);
        }

        PoolAuthXml.Write(output, "chap", chap?.User, chap?.SecretId);
    }
}
