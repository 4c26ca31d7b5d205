using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>The type and <c>&lt;source&gt;</c> of a port: what is at the host's end.</summary>
internal static class SourceXml
{
    private const string Loopback = "127.0.0.1";

    private static readonly string[] s_refused = ["dev", "pipe", "stdio", "udp", "vc", "nmdm", "qemu-vdagent"];

    /// <summary>Reads the end. Null is a socket that Lodge brokers: libvirt's <c>pty</c>, and a socket without a path.</summary>
    public static CharacterBackend? Read(Element port, bool ptyIsManaged)
    {
        var source = port.Child("source");
        return port.Attr("type") switch
        {
            null => null,
            "pty" => Pty(port, source, ptyIsManaged),
            "unix" => source?.Attr("path") is { } path ? new UnixBackend { Path = path, Mode = Mode(source) } : Own(source),
            "tcp" => Tcp(port, source ?? throw port.Invalid($"missing element <source> in <{port.Name}>")),
            "file" => new FileBackend { Path = NeedPath(port, source), Append = source!.OnOff("append") },
            "null" => new NullBackend(),
            "spicevmc" => new SpiceBackend(),
            "spiceport" => new SpiceBackend { Port = source?.Need("channel") ?? throw port.Invalid("missing element <source> of a spiceport") },
            "dbus" => new DbusBackend { Channel = source?.Attr("channel") },
            var type when s_refused.Contains(type) => throw port.Unsupported($"a <{port.Name}> of the type '{type}'"),
            var type => throw port.Invalid($"'{type}' for the attribute 'type' of <{port.Name}>"),
        };
    }

    /// <summary>The word for an end in the attribute <c>type</c>.</summary>
    public static string TypeOf(CharacterBackend? backend, string managed) => backend switch
    {
        null or ManagedBackend => managed,
        UnixBackend => "unix",
        TcpBackend => "tcp",
        FileBackend => "file",
        NullBackend => "null",
        PtyBackend => "pty",
        SpiceBackend { Port: null } => "spicevmc",
        SpiceBackend => "spiceport",
        DbusBackend => "dbus",
        _ => throw new ArgumentOutOfRangeException(nameof(backend), backend, "Not a kind of end."),
    };

    /// <summary>Writes source and protocol.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="backend">The end.</param>
    /// <param name="livePath">Path of the socket or terminal of a running VM; null when unknown.</param>
    /// <param name="isTerminal">Whether that path is a terminal's.</param>
    public static void Write(XmlOut output, CharacterBackend? backend, string? livePath, bool isTerminal)
    {
        using (output.ElementIfAny("source"))
        {
            _ = backend switch
            {
                PtyBackend => output.Attr("path", livePath),
                null or ManagedBackend => output.Attr("mode", livePath is null || isTerminal ? null : "bind").Attr("path", livePath),
                UnixBackend unix => output.Attr("mode", unix.Mode == SocketMode.Bind ? "bind" : "connect").Attr("path", unix.Path),
                TcpBackend tcp => output.Attr("mode", tcp.Mode == SocketMode.Bind ? "bind" : "connect")
                    .Attr("host", tcp.Host ?? Loopback).Attr("service", tcp.Port),
                FileBackend file => output.Attr("path", file.Path).OnOff("append", file.Append),
                SpiceBackend spice => output.Attr("channel", spice.Port),
                DbusBackend dbus => output.Attr("channel", dbus.Channel),
                _ => output,
            };
        }

        if (backend is TcpBackend { } connection)
        {
            using var protocol = output.Element("protocol");
            output.Attr("type", connection.Telnet == true ? "telnet" : "raw");
        }
    }

    private static PtyBackend? Pty(Element port, Element? source, bool managed)
    {
        // Where a terminal was in another run means nothing in the next one.
        source?.Attr("path");
        port.Attr("tty");
        return managed ? null : new PtyBackend();
    }

    private static UnixBackend? Own(Element? source)
    {
        source?.Accept("mode", "bind");
        return null;
    }

    private static TcpBackend Tcp(Element port, Element source)
    {
        source.Accept("tls", "no");
        var protocol = port.Child("protocol")?.Attr("type") ?? "raw";
        return new TcpBackend
        {
            Host = source.Attr("host") ?? Loopback,
            Port = source.NeedInt("service"),
            Mode = Mode(source),
            Telnet = protocol switch
            {
                "raw" => null,
                "telnet" => true,
                "telnets" or "tls" => throw port.Unsupported($"the protocol '{protocol}'"),
                _ => throw port.Invalid($"'{protocol}' for the attribute 'type' of <protocol>"),
            },
        };
    }

    private static SocketMode Mode(Element source) => source.Attr("mode") switch
    {
        null or "connect" => SocketMode.Connect,
        "bind" => SocketMode.Bind,
        var other => throw source.Invalid($"'{other}' for the attribute 'mode' of <source>"),
    };

    private static string NeedPath(Element port, Element? source) =>
        source?.Need("path") ?? throw port.Invalid($"missing element <source> in <{port.Name}>");
}
