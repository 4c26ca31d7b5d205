using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Graphics;

/// <summary>
/// A VNC server. It is made without an address; the launcher then hands it a listening socket through the monitor
/// (<c>display-update</c>), so that it needs neither a folder nor a port of its own. Only with web sockets, which cannot
/// be handed over, it listens by itself.
/// </summary>
internal static class VncArguments
{
    /// <summary>Id of the credentials.</summary>
    public const string Credentials = "vnc-tls";

    // Displays are numbered from this port on (RFC 6143, section 2).
    private const int FirstPort = 5900;

    /// <summary>The options.</summary>
    public static void Add(PlanBuilder plan, GraphicsDefinition vnc, RunningDisplay place)
    {
        var encrypted = vnc.Tls == true;
        if (encrypted)
        {
            plan.Add("-object", OptionText.Of(
                "tls-creds-x509",
                ("id", Credentials),
                ("dir", OwnFolder.Certificates),
                ("endpoint", "server"),
                ("verify-peer", "no")));
        }

        plan.Add("-vnc", OptionText.Of(
            ListensItself(place) ? Display(place) : "none",
            ("websocket", place.WebSocketPort is { } port ? PlanBuilder.Text(port) : null),
            ("password", vnc.Password is null ? null : "on"),
            ("tls-creds", encrypted ? Credentials : null),
            ("share", vnc.Sharing is { } sharing ? Name(sharing) : null)));
    }

    /// <summary>Whether QEMU makes its sockets by itself.</summary>
    public static bool ListensItself(RunningDisplay place) =>
        place is { Type: GraphicsType.Vnc, WebSocketPort: not null, Port: not null };

    private static string Display(RunningDisplay place) => place.Port >= FirstPort
        ? $"{Host(place.Address!)}:{PlanBuilder.Text(place.Port.Value - FirstPort)}"
        : throw new LodgeException(
            ErrorCode.Unsupported,
            $"QEMU cannot serve VNC at port {place.Port} together with web sockets: it counts displays from port {FirstPort} on.",
            $"Choose a port of {FirstPort} or more for the display, or leave its web sockets out.");

    private static string Host(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;

    private static string Name(VncSharing sharing) => sharing switch
    {
        VncSharing.AllowExclusive => "allow-exclusive",
        VncSharing.ForceShared => "force-shared",
        _ => "ignore",
    };
}
