using System.Globalization;
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
        var secret = source.SecretId is null ? null : DiskNodeNames.ServerSecret(disk.Alias!);
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

    // librados would wait for its cluster for five minutes, and for one that does not accept a key by the older protocol too.
    private const string OwnConfig = "[global]\nclient mount timeout = 10\n";

    // The cluster's configuration comes as a descriptor. Where monitors are given, it says nothing but how long to wait.
    private static OptionMap OfRbd(RbdDiskSource rbd, string name, string? secret) =>
    [
        ("pool", rbd.Pool),
        ("namespace", rbd.Namespace),
        ("image", rbd.Image),
        ("snapshot", rbd.Snapshot),
        ("conf", new DescriptorValue(
            DescriptorForm.Path,
            new DeviceDescriptor($"{name}-conf", rbd.EffectiveConfig is { } config ? new ReopenedFile(config) : new InlineText(OwnConfig)))),
        ("server", rbd.Servers is { Count: > 0 } servers ? new ListValue([.. servers.Select(Monitor)]) : null),
        ("user", rbd.User),
        ("key-secret", secret),
    ];

    private static OptionValue Monitor(CephMonitor monitor) =>
        new MapValue([("host", monitor.Host), ("port", Number(monitor.Port ?? CephMonitor.StandardPort))]);

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
