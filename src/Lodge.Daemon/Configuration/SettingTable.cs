using System.Globalization;
using System.Net;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;

namespace Lodge.Daemon.Configuration;

/// <summary>Every key of the configuration. The reference page is made from this table.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("root", "the system's folders, or the user's (XDG) without root's rights",
            "Keeps everything below one folder: `run`, `state` and `log`. For tests, demos and a second daemon on one machine.",
            (options, text) => options with { Root = Path.GetFullPath(NotEmpty(text)) }),
        new("accel", "`auto`",
            "How guests run whose definition says `auto`: `kvm`, `tcg`, or `auto` for KVM where the host proved that it works.",
            (options, text) => options with { Accel = OneOf<Accelerator>(text) }),
        new("allow-tcg-fallback", "`false`",
            "Runs a VM that demands `kvm` under TCG where KVM is unusable, instead of refusing it.",
            (options, text) => options with { AllowTcgFallback = Switch(text) }),
        new("qemu-binary", "`qemu-system-x86_64` on the PATH",
            "QEMU's program, 7.2 or newer: a name on the PATH or an absolute path.",
            (options, text) => options with { QemuBinary = NotEmpty(text) }),
        new("launch-binary", "`lodge-launch` beside `lodged`",
            "The program that confines a QEMU process and then becomes it: an absolute path.",
            (options, text) => options with { LaunchBinary = Path.GetFullPath(NotEmpty(text)) }),
        new("tls-folder", "`/etc/lodge/tls`",
            "Folder with the host's certificates for encrypted displays: `ca-cert.pem`, `server-cert.pem`, `server-key.pem`. Each VM with such a display gets a copy.",
            (options, text) => options with { TlsFolder = Path.GetFullPath(NotEmpty(text)) }),
        new("vm-uid-first", "1900000000, and with `root` a range of its own",
            "First of the user ids that VMs run as when the daemon is root, 1000 to 2147000000. Nobody else should use the range.",
            (options, text) => options with { VmUidFirst = Number(text, 1000, 2_147_000_000) }),
        new("vm-uid-count", "`65536`",
            "How many user ids VMs may have, 16 to 1000000.",
            (options, text) => options with { VmUidCount = Number(text, 16, 1_000_000) }),
        new("socket-group", "`lodge` where that group exists, else none",
            "Members of this group may use the API; they then rule over all VMs.",
            (options, text) => options with { SocketGroup = NotEmpty(text) }),
        new("libvirt-folder", "none",
            "A folder in which libvirt's clients are served under the names that they expect, beside `libvirt-sock` in Lodge's own: `/run/libvirt` makes `virsh -c qemu:///system` come to Lodge. No libvirtd may run there.",
            (options, text) => options with { LibvirtFolder = Path.GetFullPath(NotEmpty(text)) }),
        new("libvirt-listen", "none",
            "A loopback address and port on which libvirt's clients are served over plain TCP, such as `127.0.0.1:16509`. Every user of the host may then rule over all VMs.",
            (options, text) => options with { LibvirtListen = Loopback(text) }),
        new("networks-enabled", "`true`",
            "Whether this daemon makes networks on the host, which needs root's rights (CAP_NET_ADMIN). Without them guests have QEMU's own network only.",
            (options, text) => options with { Networks = Switch(text) }),
        new("networks-default", "`true`, and `false` with `root`",
            "Whether a NAT network `default` with DHCP is made when the daemon starts and never had a network. Once it is deleted, it stays away.",
            (options, text) => options with { DefaultNetwork = Switch(text) }),
        new("log-level", "`information`",
            "What is logged to standard error: `trace`, `debug`, `information`, `warning`, `error`, `none`.",
            (options, text) => options with { LogLevel = OneOf<LogLevel>(text) }),
        new("console-log-size", "`10MiB`",
            "Size at which a VM's console log is rotated, 64KiB or more.",
            (options, text) => options with { ConsoleLogSize = Size(text, ByteSize.FromKiB(64)) }),
        new("console-log-keep", "`3`",
            "How many rotated console logs a VM keeps, 1 to 100.",
            (options, text) => options with { ConsoleLogKeep = Number(text, 1, 100) }),
    ];

    private static string NotEmpty(string text) => text.Length > 0 ? text : throw new FormatException("must not be empty");

    private static bool Switch(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new FormatException($"must be true or false, and is '{text}'"),
    };

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FormatException($"must be {least} to {most}, and is '{text}'");

    private static IPEndPoint Loopback(string text) =>
        IPEndPoint.TryParse(text, out var address) && address.Port > 0 && IPAddress.IsLoopback(address.Address)
            ? address
            : throw new FormatException($"must be a loopback address and a port, such as 127.0.0.1:16509, and is '{text}'");

    private static ByteSize Size(string text, ByteSize least) =>
        ByteSize.TryParse(text, out var size) && size.CompareTo(least) >= 0
            ? size
            : throw new FormatException($"must be a size of {least} or more, such as 10MiB, and is '{text}'");

    private static T OneOf<T>(string text)
        where T : struct, Enum =>
        !int.TryParse(text, out _) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            ? value
            : throw new FormatException($"must be one of {string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant()))}, and is '{text}'");
}
