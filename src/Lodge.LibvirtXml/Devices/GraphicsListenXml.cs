using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>Where a display listens: attributes of <c>&lt;graphics&gt;</c> and its <c>&lt;listen&gt;</c>.</summary>
internal static class GraphicsListenXml
{
    private const string Loopback = "127.0.0.1";

    public static GraphicsListen? Read(Element element, GraphicsType type)
    {
        if (type == GraphicsType.Dbus)
        {
            element.Accept("p2p", "no");
            return null;
        }

        // What was chosen in another run means nothing in the next one.
        var chosenAtStart = element.YesNo("autoport") == true;
        var (port, tlsPort) = (Port(element, "port"), Port(element, "tlsPort"));
        var ports = new AddressListen
        {
            Port = chosenAtStart ? null : port,
            TlsPort = chosenAtStart ? null : tlsPort,
            WebSocketPort = Port(element, "websocket"),
        };
        var old = (Address: element.Attr("listen"), Socket: element.Attr("socket"));
        var listens = element.Children("listen");
        if (listens.Count > 1)
        {
            throw listens[1].Unsupported("more than one <listen> in <graphics>");
        }

        if (listens.Count == 0)
        {
            return old.Socket is not null ? new SocketListen { Path = old.Socket } : ports with { Address = old.Address ?? Loopback };
        }

        var listen = listens[0];
        return listen.Need("type") switch
        {
            "address" => ports with { Address = listen.Attr("address") ?? old.Address ?? Loopback },
            "socket" => (listen.Attr("socket") ?? old.Socket) is { } path ? new SocketListen { Path = path } : null,
            "none" => new NoListen(),
            "network" => throw listen.Unsupported("<graphics> that listens on a network by name"),
            var other => throw listen.Invalid($"'{other}' for the attribute 'type' of <listen>"),
        };
    }

    public static void WriteAttributes(XmlOut output, GraphicsDefinition display, RunningDisplay? running)
    {
        if (display.Listen is AddressListen address)
        {
            var fixedPort = address.Port ?? address.TlsPort;
            output.Attr("port", running?.Port ?? address.Port ?? (display.Type == GraphicsType.Vnc ? -1 : null))
                .Attr("tlsPort", running?.TlsPort ?? address.TlsPort)
                .Attr("autoport", fixedPort is null ? "yes" : "no")
                .Attr("websocket", running?.WebSocketPort ?? address.WebSocketPort)
                .Attr("listen", address.Address ?? Loopback);
        }
        else if (display is { Type: GraphicsType.Vnc, Listen: SocketListen { Path: { } path } })
        {
            output.Attr("socket", path);
        }
    }

    public static void WriteListen(XmlOut output, GraphicsDefinition display, RunningDisplay? running)
    {
        if (display.Type == GraphicsType.Dbus)
        {
            return;
        }

        using var listen = output.Element("listen");
        _ = display.Listen switch
        {
            AddressListen address => output.Attr("type", "address").Attr("address", address.Address ?? Loopback),
            NoListen => output.Attr("type", "none"),
            var socket => output.Attr("type", "socket").Attr("socket", (socket as SocketListen)?.Path ?? running?.Socket),
        };
    }

    // libvirt's -1 is any free port.
    private static int? Port(Element element, string name) => element.Int(name) is { } port && port > 0 ? port : null;
}
