using System.Net;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Displays that can be watched from afar.</summary>
internal static class GraphicsValidator
{
    // RFB's display numbers count from here, and QEMU takes nothing below.
    private const int VncPortLeast = 5900;
    private const int PortMost = 65_535;

    // DES keys of VNC's authentication; SPICE_MAX_PASSWORD_LENGTH.
    private const int VncPasswordLimit = 8;
    private const int SpicePasswordLimit = 60;

    public static void Check(VmDefinition definition, Place root)
    {
        var (types, ports) = (new HashSet<GraphicsType>(), new HashSet<(string, int)>());
        foreach (var (place, display) in root.Each("graphics", definition.Graphics))
        {
            place.AddIf(!types.Add(display.Type), "type", $"is {display.Type.Quoted()}, as another display's is already");
            place.Word("keyMap", display.KeyMap);
            CheckPassword(display, place);
            CheckProtocol(display, place);
            CheckListen(display, ports, place.In("listen"));
        }
    }

    private static void CheckPassword(GraphicsDefinition display, Place place)
    {
        var most = display.Type == GraphicsType.Vnc ? VncPasswordLimit : SpicePasswordLimit;
        place.Only(display.Type != GraphicsType.Dbus, "'vnc' and 'spice'", ("password", display.Password), ("tls", display.Tls));
        place.AddIf(
            display.Password is { } password && (Texts.Bytes(password) > most || password.Any(char.IsControl)),
            "password",
            $"must have at most {most} characters (bytes in UTF-8) with the type {display.Type.Quoted()}");
        place.AddIf(display is { PasswordExpires: not null, Password: null }, "passwordExpires", "is given, while there is no password");
        place.AddIf(display is { Connected: not null, Password: null }, "connected", "is given, while there is no password");
    }

    private static void CheckProtocol(GraphicsDefinition display, Place place)
    {
        place.AbsolutePath("renderNode", display.RenderNode);
        place.Only(display.Type == GraphicsType.Vnc, "the type 'vnc'", ("sharing", display.Sharing));
        place.Only(
            display.Type == GraphicsType.Spice,
            "the type 'spice'",
            ("renderNode", display.RenderNode),
            ("clipboard", display.Clipboard),
            ("fileTransfer", display.FileTransfer),
            ("imageCompression", display.ImageCompression),
            ("streaming", display.Streaming),
            ("mouse", display.Mouse));
    }

    private static void CheckListen(GraphicsDefinition display, HashSet<(string, int)> ports, Place place)
    {
        switch (display.Listen)
        {
            case SocketListen socket:
                place.SocketPath("path", socket.Path);
                break;
            case AddressListen address:
                CheckAddress(display, address, ports, place);
                break;
            default:
                break;
        }
    }

    private static void CheckAddress(GraphicsDefinition display, AddressListen listen, HashSet<(string, int)> ports, Place place)
    {
        place.AddIf(display.Type == GraphicsType.Dbus, "", "must not be of the type 'address': D-Bus is for viewers on the host");
        place.AddIf(listen.Address is { } address && !IPAddress.TryParse(address, out _), "address", $"must be an IP address, and is '{listen.Address}'");
        place.Range("port", listen.Port, display.Type == GraphicsType.Vnc ? VncPortLeast : 1, PortMost);
        place.Range("tlsPort", listen.TlsPort, 1, PortMost);
        place.Range("webSocketPort", listen.WebSocketPort, 1, PortMost);
        place.Only(display.Type == GraphicsType.Spice, "the type 'spice'", ("tlsPort", listen.TlsPort));
        place.Only(display.Type == GraphicsType.Vnc, "the type 'vnc'", ("webSocketPort", listen.WebSocketPort));
        place.AddIf(listen.TlsPort is not null && display.Tls == false, "tlsPort", "is given, while tls is false");
        foreach (var (field, port) in new[] { ("port", listen.Port), ("tlsPort", listen.TlsPort), ("webSocketPort", listen.WebSocketPort) })
        {
            place.AddIf(port is { } taken && !ports.Add((listen.Address ?? "127.0.0.1", taken)), field, $"is {port}, as another port of a display is already");
        }
    }
}
