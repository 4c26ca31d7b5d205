using System.Globalization;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Storage.QemuImg;

/// <summary>
/// How QEMU's programs are told of an image on a server: BlockdevOptionsNfs, -Iscsi, -Rbd, -Curl and -Nbd in
/// qapi/block-core.json of QEMU's tree, as a flat list. Pure.
/// </summary>
internal static class ServerOptions
{
    /// <summary>The options of the layer that reads and writes bytes, without their prefix. Those without a value are left out.</summary>
    public static IEnumerable<(string Name, string? Value)> Of(NetworkDiskSource source, ImageSide side)
    {
        var secret = source.SecretId() is null ? null : side.ServerSecret;
        return source switch
        {
            NfsDiskSource nfs => [("driver", "nfs"), ("server.type", "inet"), ("server.host", nfs.Server), ("path", nfs.Path), ("user", Number(nfs.User)), ("group", Number(nfs.Group))],
            IscsiDiskSource iscsi =>
            [
                ("driver", "iscsi"),
                ("transport", "tcp"),
                ("portal", new ServerAddress(iscsi.Server, iscsi.Port).WithPort(IscsiDiskSource.StandardPort)),
                ("target", iscsi.Target),
                ("lun", Number(iscsi.Lun)),
                ("initiator-name", iscsi.Initiator),
                ("user", iscsi.User),
                ("password-secret", secret),
            ],
            RbdDiskSource rbd =>
            [
                ("driver", "rbd"),
                ("pool", rbd.Pool),
                ("namespace", rbd.Namespace),
                ("image", rbd.Image),
                ("snapshot", rbd.Snapshot),
                ("conf", rbd.EffectiveConfig() ?? $"/proc/self/fd/{side.Configuration}"),
                ("user", rbd.User),
                ("key-secret", secret),
            ],
            HttpDiskSource http =>
            [
                ("driver", http.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "https" : "http"),
                ("url", http.Url),
                ("sslverify", http.VerifyCertificate == false ? "off" : null),
                ("timeout", Number(http.Timeout)),
                ("username", http.User),
                ("password-secret", secret),
            ],
            NbdDiskSource nbd => [("driver", "nbd"), ("server.type", "inet"), ("server.host", nbd.Server), ("server.port", Number(nbd.Port ?? NbdDiskSource.StandardPort)), ("export", nbd.Export)],
            _ => throw new NotSupportedException($"No way to open a {source.GetType().Name}."),
        };
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
