using Lodge.Linux.Launch;
using Lodge.Linux.Security;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Devices.Characters;

/// <summary>
/// Plans what is at the host's end of serial ports, consoles, channels and redirections. Sockets and files are made or
/// opened by the daemon and handed over, so that QEMU needs neither a folder nor a network for them.
/// </summary>
internal static class CharacterEnds
{
    private static readonly LandlockRule[] Terminals =
    [
        new("/dev/ptmx", LandlockAccess.Device),
        new("/dev/pts", LandlockAccess.Device),
    ];

    /// <summary>Id of a device's character device.</summary>
    public static string IdOf(string alias) => $"{alias}-host";

    /// <summary>Plans the end of a device.</summary>
    /// <param name="backend">What was asked for; null for a socket that the daemon serves.</param>
    /// <param name="alias">The device's alias.</param>
    /// <param name="socket">Absolute path of the socket that the daemon would serve.</param>
    /// <param name="log">The file to which everything is added; null for none.</param>
    /// <param name="spiceName">What SPICE calls the device when it is no named port: <c>vdagent</c>, <c>usbredir</c>.</param>
    public static CharacterEnd Of(CharacterBackend? backend, string alias, string socket, DeviceDescriptor? log, string spiceName = "vdagent")
    {
        var id = IdOf(alias);
        OptionMap common = log is null ? [] : [("logfile", new DescriptorValue(DescriptorForm.Set, log)), ("logappend", true)];
        return backend switch
        {
            null or ManagedBackend => Socket(id, new DeviceDescriptor(alias, new ListeningSocket(socket)), true, null, common),
            UnixBackend { Mode: SocketMode.Bind } unix => Socket(id, new(alias, new UserListeningSocket(unix.Path)), true, null, common),
            UnixBackend unix => Socket(id, new(alias, new UserConnection(unix.Path)), false, null, common),
            TcpBackend tcp => Tcp(id, alias, tcp, common),
            FileBackend file => Flat("file", id, File(alias, file, common), File(alias, file, common, "out")),
            NullBackend => Flat("null", id, common),
            PtyBackend => Flat("pty", id, common) with { Reachable = Terminals },
            SpiceBackend { Port: { } port } => Named("spiceport", id, port, common, "fqdn"),
            SpiceBackend => Named("spicevmc", id, spiceName, common, "type"),
            DbusBackend dbus => Named("dbus", id, dbus.Channel ?? "org.qemu.vdagent", common, "name"),
            _ => throw new NotSupportedException($"No plan for a {backend.GetType().Name}."),
        };
    }

    private static CharacterEnd Tcp(string id, string alias, TcpBackend tcp, OptionMap common)
    {
        var host = tcp.Host ?? Graphics.PortWishes.DefaultAddress;
        return tcp.Mode == SocketMode.Bind
            ? Socket(id, new(alias, new TcpListening(host, tcp.Port)), true, tcp.Telnet, common)
            : Socket(id, new(alias, new TcpConnection(host, tcp.Port)), false, tcp.Telnet, common);
    }

    // On the command line a passed socket is 'fd', in the schema an address (SocketAddressLegacy in qapi/sockets.json).
    private static CharacterEnd Socket(string id, DeviceDescriptor socket, bool listens, bool? telnet, OptionMap common)
    {
        var fd = new DescriptorValue(DescriptorForm.Number, socket);
        OptionMap address = [("type", "fd"), ("data", OptionMap.Of(("str", fd)))];
        return new(
            new PlannedChardev(
                "socket",
                id,
                [("fd", fd), ("server", listens ? true : null), ("wait", listens ? false : null), ("telnet", telnet), .. common],
                [("addr", address), ("server", listens), ("wait", listens ? false : null), ("telnet", telnet), .. common]),
            []);
    }

    private static OptionMap File(string alias, FileBackend file, OptionMap common, string key = "path")
    {
        var mode = file.Append == true ? FileOpening.Append : FileOpening.Empty;
        var opened = new DeviceDescriptor($"{alias}-file", new OpenedFile(file.Path, mode));
        return [(key, new DescriptorValue(DescriptorForm.Set, opened)), ("append", file.Append), .. common];
    }

    private static CharacterEnd Named(string type, string id, string name, OptionMap common, string keyInSchema) =>
        Flat(type, id, common.Behind(("name", name)), common.Behind((keyInSchema, name)));

    private static CharacterEnd Flat(string type, string id, OptionMap options, OptionMap? data = null) =>
        new(new PlannedChardev(type, id, options, data ?? options), []);
}
