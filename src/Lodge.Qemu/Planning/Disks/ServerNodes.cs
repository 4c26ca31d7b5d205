using System.Globalization;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>
/// The nodes by which QEMU reads and writes bytes on servers: BlockdevOptionsNfs, -Iscsi, -Rbd, -Curl and -Nbd in
/// qapi/block-core.json of QEMU's tree.
/// </summary>
internal static class ServerNodes
{
    /// <summary>The node.</summary>
    /// <param name="source">Where the data lives.</param>
    /// <param name="disk">The disk.</param>
    /// <param name="name">The node's name.</param>
    /// <param name="common">What nodes of all drivers are told.</param>
    public static PlannedNode Of(NetworkDiskSource source, DiskDefinition disk, string name, OptionMap common)
    {
        var secret = source.SecretId() is null ? null : DiskNodeNames.ServerSecret(disk.Alias!);
        return source switch
        {
            NfsDiskSource nfs => new PlannedNode("nfs", name, [.. OfNfs(nfs), .. common]),
            IscsiDiskSource iscsi => new PlannedNode("iscsi", name, [.. OfIscsi(iscsi, secret), .. common]),
            RbdDiskSource rbd => new PlannedNode("rbd", name, [.. OfRbd(rbd, name, secret), .. common]),
            HttpDiskSource http => new PlannedNode(http.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? "https" : "http", name, [.. OfHttp(http, secret), .. common]),
            NbdDiskSource nbd => new PlannedNode("nbd", name, [.. OfNbd(nbd), .. common]),
            _ => throw new NotSupportedException($"No way to open a {source.GetType().Name}."),
        };
    }

    private static OptionMap OfNfs(NfsDiskSource nfs) =>
    [
        ("server", OptionMap.Of(("type", "inet"), ("host", nfs.Server))),
        ("path", nfs.Path),
        ("user", nfs.User),
        ("group", nfs.Group),
    ];

    private static OptionMap OfIscsi(IscsiDiskSource iscsi, string? secret) =>
    [
        ("transport", "tcp"),
        ("portal", $"{(iscsi.Server.Contains(':', StringComparison.Ordinal) ? $"[{iscsi.Server}]" : iscsi.Server)}:{Number(iscsi.Port ?? IscsiDiskSource.StandardPort)}"),
        ("target", iscsi.Target),
        ("lun", iscsi.Lun),
        ("initiator-name", iscsi.Initiator),
        ("user", iscsi.User),
        ("password-secret", secret),
    ];

    // Where the cluster is comes as a descriptor too, of the host's configuration or of one made here.
    private static OptionMap OfRbd(RbdDiskSource rbd, string name, string? secret) =>
    [
        ("pool", rbd.Pool),
        ("namespace", rbd.Namespace),
        ("image", rbd.Image),
        ("snapshot", rbd.Snapshot),
        ("conf", new DescriptorValue(
            DescriptorForm.Path,
            new DeviceDescriptor($"{name}-conf", rbd.EffectiveConfig() is { } config ? new ReopenedFile(config) : new InlineText(CephConfig.Of(rbd.Servers.OrEmpty()))))),
        ("user", rbd.User),
        ("key-secret", secret),
    ];

    private static OptionMap OfHttp(HttpDiskSource http, string? secret) =>
    [
        ("url", http.Url),
        ("sslverify", http.VerifyCertificate),
        ("timeout", http.Timeout),
        ("username", http.User),
        ("password-secret", secret),
    ];

    private static OptionMap OfNbd(NbdDiskSource nbd) =>
    [
        ("server", OptionMap.Of(("type", "inet"), ("host", nbd.Server), ("port", Number(nbd.Port ?? NbdDiskSource.StandardPort)))),
        ("export", nbd.Export),
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
