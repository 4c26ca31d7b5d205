using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>
/// What a QEMU whose disk is on a server must reach by path: the files by which the C library finds hosts by their
/// names, and for https the authorities that the host trusts. librbd, libiscsi and libnfs need nothing more, as keys
/// and configuration come as descriptors.
/// </summary>
internal static class ServerReach
{
    private static readonly string[] s_names =
        ["/etc/resolv.conf", "/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/gai.conf", "/etc/services", "/etc/protocols"];

    private static readonly string[] s_authorities = ["/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/gnutls"];

    public static IReadOnlyList<LandlockRule> Of(ImageChain chain)
    {
        var servers = chain.Layers.Select(layer => layer.Server).OfType<NetworkDiskSource>().ToList();
        var paths = servers.Count == 0 ? [] : servers.Any(IsSecure) ? s_names.Concat(s_authorities) : s_names;
        return [.. paths.Select(path => new LandlockRule(path, LandlockAccess.ReadOnly, Optional: true))];
    }

    private static bool IsSecure(NetworkDiskSource server) =>
        server is HttpDiskSource { Url: var url } && url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
}
