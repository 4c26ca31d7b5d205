using System.Net;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>What is at the host's end of ports, consoles, channels and redirection: paths, sockets, displays that must be there.</summary>
internal static class BackendValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        // What two devices would both open for themselves, and who was first.
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, device) in definition.EachDevice())
        {
            var place = root.In(path);
            switch (device)
            {
                case CharacterDevice character:
                    place.AbsolutePath("logFile", character.LogFile);
                    CheckOnce(place, "logFile", character.LogFile, taken);
                    CheckBackend(definition, character.Backend, place.In("backend"), taken);
                    CheckSpicePort(character, place.In("backend"));
                    break;
                case RedirectedDeviceDefinition redirected:
                    var backend = redirected.Backend ?? new SpiceBackend();
                    CheckBackend(definition, backend, place.In("backend"), taken);
                    CheckRedirection(backend, place.In("backend"));
                    break;
                default:
                    break;
            }
        }
    }

    private static void CheckBackend(VmDefinition definition, CharacterBackend? backend, Place place, Dictionary<string, string> taken)
    {
        switch (backend)
        {
            case UnixBackend unix:
                place.SocketPath("path", unix.Path);
                CheckOnce(place, "path", unix.Mode == SocketMode.Bind ? unix.Path : null, taken);
                break;
            case TcpBackend tcp:
                CheckTcp(tcp, place, taken);
                break;
            case FileBackend file:
                place.AbsolutePath("path", file.Path);
                CheckOnce(place, "path", file.Path, taken);
                break;
            case SpiceBackend spice:
                place.Printable("port", spice.Port, 255, least: 1);
                place.AddIf(Lacks(definition, GraphicsType.Spice), "", "needs a display of the type 'spice' in graphics");
                break;
            case DbusBackend dbus:
                place.Printable("channel", dbus.Channel, 255, least: 1);
                place.AddIf(Lacks(definition, GraphicsType.Dbus), "", "needs a display of the type 'dbus' in graphics");
                break;
            default:
                break;
        }
    }

    private static bool Lacks(VmDefinition definition, GraphicsType type) => definition.Graphics.All(display => display.Type != type);

    private static void CheckTcp(TcpBackend tcp, Place place, Dictionary<string, string> taken)
    {
        place.Range("port", tcp.Port, 1, 65_535);
        var address = IPAddress.TryParse(tcp.Host ?? "127.0.0.1", out _);
        place.AddIf(tcp.Mode == SocketMode.Bind && !address, "host", $"must be an IP address to listen at, and is '{tcp.Host}'");
        place.AddIf(
            tcp.Mode == SocketMode.Connect && !address && Uri.CheckHostName(tcp.Host) != UriHostNameType.Dns,
            "host",
            $"must be an IP address or the name of a host, and is '{tcp.Host}'");
        CheckOnce(place, "port", tcp.Mode == SocketMode.Bind ? $"TCP port {tcp.Port} of {tcp.Host ?? "127.0.0.1"}" : null, taken);
    }

    private static void CheckOnce(Place place, string field, string? what, Dictionary<string, string> taken)
    {
        if (what is not null && !taken.TryAdd(what, place.Path))
        {
            place.Add(field, $"means {what}, which {taken[what]} uses already");
        }
    }

    // Without a name the SPICE connection has one place for its agent, and for redirection; the rest needs a name.
    private static void CheckSpicePort(CharacterDevice device, Place place) =>
        place.AddIf(
            device.Backend is SpiceBackend { Port: null } && device is not ChannelDefinition { Name: ChannelDefinition.SpiceAgent },
            "port",
            $"is missing: only the channel '{ChannelDefinition.SpiceAgent}' may go without");

    private static void CheckRedirection(CharacterBackend backend, Place place)
    {
        place.AddIf(backend is not (SpiceBackend or TcpBackend or UnixBackend), "", "must be of the type 'spice', 'tcp' or 'unix'");
        place.AddIf(backend is SpiceBackend { Port: not null }, "port", "must be absent: redirection has a place of its own in SPICE");
    }
}
