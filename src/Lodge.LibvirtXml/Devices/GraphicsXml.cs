using System.Globalization;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;graphics&gt;</c>: displays that can be watched from afar.</summary>
internal static class GraphicsXml
{
    private static readonly Words<GraphicsType> s_types = new(
        (GraphicsType.Vnc, "vnc"), (GraphicsType.Spice, "spice"), (GraphicsType.Dbus, "dbus"))
    {
        Refused = ["sdl", "rdp", "desktop", "egl-headless"],
    };

    private static readonly Words<ConnectedPolicy> s_connected = new(
        (ConnectedPolicy.Keep, "keep"), (ConnectedPolicy.Disconnect, "disconnect"), (ConnectedPolicy.Fail, "fail"));

    private static readonly Words<VncSharing> s_sharing = new(
        (VncSharing.AllowExclusive, "allow-exclusive"), (VncSharing.ForceShared, "force-shared"), (VncSharing.Ignore, "ignore"));

    public static GraphicsDefinition Read(Element element, LodgeExtras extras)
    {
        var type = element.Word("type", s_types) ?? throw element.Invalid("missing attribute 'type' of <graphics>");
        var gl = element.Child("gl");
        if (gl?.YesNo("enable") == true && gl.Attr("rendernode") is null)
        {
            throw gl.Unsupported("<gl> without a 'rendernode'");
        }

        return SpiceXml.Read(element, new GraphicsDefinition
        {
            Type = type,
            Listen = GraphicsListenXml.Read(element, type),
            Password = element.Attr("passwd"),
            PasswordExpires = element.Attr("passwdValidTo") is { } until ? Time(element, until) : null,
            Connected = element.Word("connected", s_connected),
            KeyMap = element.Attr("keymap"),
            Sharing = element.Word("sharePolicy", s_sharing),
            Tls = extras.Tls.TryGetValue(type, out var tls) ? tls : null,
            RenderNode = gl?.YesNo("enable") == true ? gl.Attr("rendernode") : null,
        });
    }

    public static void Write(XmlOut output, WriteContext context, GraphicsDefinition display)
    {
        var running = context.Live?.Displays.FirstOrDefault(other => other.Type == display.Type);
        using var element = output.Element("graphics");
        output.Attr("type", s_types.Of(display.Type));
        GraphicsListenXml.WriteAttributes(output, display, running);
        output.Attr("keymap", display.KeyMap);
        if (context.Options.Secure)
        {
            output.Attr("passwd", display.Password).Attr(
                "passwdValidTo", display.PasswordExpires?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture))
                .Attr("connected", s_connected.Of(display.Connected));
        }

        output.Attr("sharePolicy", s_sharing.Of(display.Sharing));
        GraphicsListenXml.WriteListen(output, display, running);
        SpiceXml.Write(output, display);
        if (display.RenderNode is not null)
        {
            using var gl = output.Element("gl");
            output.Attr("enable", "yes").Attr("rendernode", display.RenderNode);
        }
    }

    private static DateTimeOffset Time(Element element, string text) =>
        DateTimeOffset.TryParseExact(
            text, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time : throw element.Invalid($"cannot parse the password's end '{text}', expect YYYY-MM-DDTHH:MM:SS");
}
