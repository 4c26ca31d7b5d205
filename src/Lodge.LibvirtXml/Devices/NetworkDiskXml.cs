using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;source&gt;</c> of a <c>&lt;disk type='network'&gt;</c>.</summary>
internal static class NetworkDiskXml
{
    private static readonly string[] s_refused = ["gluster", "sheepdog", "tftp", "ftp", "ftps", "ssh", "vxhs"];

    public static NetworkDiskSource Read(Element disk, Element source) => source.Need("protocol") switch
    {
        "nfs" => Nfs(source),
        "iscsi" => Iscsi(disk, source),
        "rbd" => Rbd(disk, source),
        "http" or "https" => Http(disk, source),
        "nbd" => Nbd(source),
        var protocol when s_refused.Contains(protocol) => throw source.Unsupported($"the protocol '{protocol}' of a disk"),
        var protocol => throw source.Invalid($"'{protocol}' for the attribute 'protocol' of <source>"),
    };

    public static void Write(XmlOut output, NetworkDiskSource? source)
    {
        switch (source)
        {
            case NfsDiskSource nfs:
                output.Attr("protocol", "nfs").Attr("name", nfs.Path);
                WriteHost(output, nfs.Server, null);
                using (output.Element("identity"))
                {
                    output.Attr("user", Id(nfs.User)).Attr("group", Id(nfs.Group));
                }

                break;
            case IscsiDiskSource iscsi:
                output.Attr("protocol", "iscsi").Attr("name", string.Create(CultureInfo.InvariantCulture, $"{iscsi.Target}/{iscsi.Lun}"));
                WriteHost(output, iscsi.Server, iscsi.Port);
                WriteInitiator(output, iscsi.Initiator);
                DiskSecretXml.WriteAccess(output, "iscsi", iscsi.User, iscsi.Secret);
                break;
            case RbdDiskSource rbd:
                WriteRbd(output, rbd);
                break;
            case HttpDiskSource http:
                WriteHttp(output, http);
                break;
            case NbdDiskSource nbd:
                output.Attr("protocol", "nbd").Attr("name", nbd.Export);
                WriteHost(output, nbd.Server, nbd.Port ?? NbdDiskSource.StandardPort);
                break;
        }
    }

    private static NfsDiskSource Nfs(Element source)
    {
        var identity = source.Child("identity");
        return new()
        {
            Server = Host(source).Name,
            Path = source.Need("name"),
            User = identity is null ? null : Id(identity, "user"),
            Group = identity is null ? null : Id(identity, "group"),
        };
    }

    // The number of the logical unit follows the target's name; libvirt takes 0 where there is none.
    private static IscsiDiskSource Iscsi(Element disk, Element source)
    {
        var name = source.Need("name").Split('/', 2);
        var (user, secret) = DiskSecretXml.ReadAccess(disk, source);
        var (server, port) = Host(source);
        return new()
        {
            Server = server,
            Port = port,
            Target = name[0],
            Lun = name.Length == 1 ? 0
                : int.TryParse(name[1], NumberStyles.None, CultureInfo.InvariantCulture, out var lun) ? lun
                : throw source.Invalid($"'{name[1]}' is not the number of a logical unit"),
            Initiator = source.Child("initiator")?.NeedChild("iqn").Need("name"),
            User = user,
            Secret = secret,
        };
    }

    private static RbdDiskSource Rbd(Element disk, Element source)
    {
        var name = source.Need("name").Split('/');
        if (name.Length is not (2 or 3))
        {
            throw source.Invalid($"'{source.Need("name")}' is not POOL/IMAGE or POOL/NAMESPACE/IMAGE");
        }

        var (user, secret) = DiskSecretXml.ReadAccess(disk, source);
        return new()
        {
            Servers = source.Children("host") is { Count: > 0 } hosts ? [.. hosts.Select(Monitor)] : null,
            Config = source.Child("config")?.Need("file"),
            Pool = name[0],
            Namespace = name.Length == 3 ? name[1] : null,
            Image = name[^1],
            Snapshot = source.Child("snapshot")?.Need("name"),
            User = user,
            Secret = secret,
        };
    }

    private static HttpDiskSource Http(Element disk, Element source)
    {
        var (server, port) = Host(source);
        var (user, secret) = DiskSecretXml.ReadAccess(disk, source);
        if (source.Child("cookies") is not null || source.Child("readahead") is not null)
        {
            throw source.Unsupported("<cookies> and <readahead> of a disk on a web server");
        }

        return new()
        {
            Url = Address(source, server, port),
            VerifyCertificate = source.Child("ssl")?.YesNo("verify"),
            Timeout = source.Child("timeout")?.Int("seconds"),
            User = user,
            Secret = secret,
        };
    }

    private static NbdDiskSource Nbd(Element source)
    {
        source.Accept("tls", "no");
        var (server, port) = Host(source);
        return new() { Server = server, Port = port, Export = source.Attr("name") };
    }

    private static void WriteRbd(XmlOut output, RbdDiskSource rbd)
    {
        output.Attr("protocol", "rbd").Attr("name", rbd.Namespace is { } within ? $"{rbd.Pool}/{within}/{rbd.Image}" : $"{rbd.Pool}/{rbd.Image}");
        foreach (var monitor in rbd.Servers.OrEmpty())
        {
            WriteHost(output, monitor.Host, monitor.Port);
        }

        using (output.ElementIfAny("snapshot"))
        {
            output.Attr("name", rbd.Snapshot);
        }

        using (output.ElementIfAny("config"))
        {
            output.Attr("file", rbd.Config);
        }

        DiskSecretXml.WriteAccess(output, "ceph", rbd.User, rbd.Secret);
    }

    // libvirt always tells the port.
    private static void WriteHttp(XmlOut output, HttpDiskSource http)
    {
        if (!Uri.TryCreate(http.Url, UriKind.Absolute, out var url))
        {
            output.Attr("protocol", "http").Attr("name", http.Url);
            return;
        }

        output.Attr("protocol", url.Scheme).Attr("name", url.AbsolutePath.TrimStart('/')).Attr("query", url.Query.Length > 1 ? url.Query[1..] : null);
        WriteHost(output, url.IdnHost, url.Port);
        using (output.ElementIfAny("ssl"))
        {
            output.YesNo("verify", http.VerifyCertificate);
        }

        using (output.ElementIfAny("timeout"))
        {
            output.Attr("seconds", http.Timeout);
        }

        DiskSecretXml.WriteAccess(output, "iscsi", http.User, http.Secret);
    }

    private static void WriteHost(XmlOut output, string host, int? port)
    {
        using var element = output.Element("host");
        output.Attr("name", host).Attr("port", port);
    }

    private static void WriteInitiator(XmlOut output, string? name)
    {
        if (name is not null)
        {
            using var initiator = output.Element("initiator");
            using var element = output.Element("iqn");
            output.Attr("name", name);
        }
    }

    private static CephMonitor Monitor(Element host)
    {
        host.Accept("transport", "tcp");
        return new() { Host = host.Need("name"), Port = Port(host) };
    }

    private static (string Name, int? Port) Host(Element source)
    {
        if (source.Children("host") is not [var host])
        {
            throw source.Invalid("a disk of this protocol has one <host>");
        }

        host.Accept("transport", "tcp");
        return (host.Need("name"), Port(host));
    }

    private static int? Port(Element host) => host.Int("port") is not { } port ? null
        : port is > 0 and <= ushort.MaxValue ? port
        : throw host.Invalid($"'{port.ToString(CultureInfo.InvariantCulture)}' for the attribute 'port' of <host> is no port; ports are 1 to {ushort.MaxValue}");

    // As addresses are usually written: without a port that is meant anyway, and with what is not allowed in them escaped.
    private static string Address(Element source, string server, int? port)
    {
        var place = server.Contains(':', StringComparison.Ordinal) ? $"[{server}]" : server;
        var number = port is null ? "" : string.Create(CultureInfo.InvariantCulture, $":{port}");
        var query = source.Attr("query") is { } given ? $"?{given}" : "";
        var path = $"{source.Need("name").TrimStart('/')}{query}".Replace("#", "%23", StringComparison.Ordinal);
        var address = $"{source.Need("protocol")}://{place}{number}/{path}";
        return Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.AbsoluteUri : throw source.Invalid($"'{address}' is no address");
    }

    // libvirt looks names up on the host, and takes '+107' for the number alone.
    private static int? Id(Element identity, string attribute) => identity.Attr(attribute) is not { } text ? null
        : int.TryParse(text.TrimStart('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw identity.Unsupported($"the name '{text}' for the attribute '{attribute}' of <identity>; give the number");

    private static string? Id(int? id) => id is { } number ? string.Create(CultureInfo.InvariantCulture, $"+{number}") : null;
}
