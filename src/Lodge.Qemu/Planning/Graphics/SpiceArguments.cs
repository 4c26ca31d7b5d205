using Lodge.Linux.Security;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Planning.Graphics;

/// <summary>
/// A SPICE server. Its library makes its sockets itself, so a Unix socket of it always lies in the folder that QEMU
/// runs in, and its ports are opened by QEMU.
/// </summary>
internal static class SpiceArguments
{
    /// <summary>The options.</summary>
    public static void Add(PlanBuilder plan, GraphicsDefinition spice, RunningDisplay place)
    {
        RefuseEncryptedSocket(spice, place);
        if (spice.RenderNode is { } node)
        {
            plan.Allow(node, LandlockAccess.Device);
        }

        plan.Add("-spice", OptionText.Of("", [.. Place(place), .. Security(spice, place), .. Wishes(spice)]));
    }

    /// <summary>Whether the server needs the host's certificates.</summary>
    public static bool NeedsCertificates(GraphicsDefinition spice) =>
        spice.Tls == true || spice.Listen is AddressListen { TlsPort: not null };

    private static (string, string?)[] Place(RunningDisplay place) => place switch
    {
        { Socket: not null } => [("unix", "on"), ("addr", OwnFolder.SpiceSocket)],
        { Address: { } address } =>
        [
            ("addr", address),
            ("port", PlanBuilder.Text(place.Port ?? 0)),
            ("tls-port", place.TlsPort is { } port ? PlanBuilder.Text(port) : null),
        ],
        _ => [("port", "0")],
    };

    private static (string, string?)[] Security(GraphicsDefinition spice, RunningDisplay place) =>
    [
        ("disable-ticketing", spice.Password is null ? "on" : null),
        ("x509-dir", NeedsCertificates(spice) ? OwnFolder.Certificates : null),
        ("tls-channel", spice.Tls == true && place.Port is null ? "default" : null),
    ];

    private static (string, string?)[] Wishes(GraphicsDefinition spice) =>
    [
        ("image-compression", spice.ImageCompression is { } compression ? Name(compression) : null),
        ("streaming-video", (spice.Streaming ?? SpiceStreaming.Off) switch
        {
            SpiceStreaming.All => "all",
            SpiceStreaming.Filter => "filter",
            _ => "off",
        }),
        ("agent-mouse", spice.Mouse is { } mouse ? OptionText.Switch(mouse == SpiceMouse.Client) : null),
        ("disable-copy-paste", spice.Clipboard == false ? "on" : null),
        ("disable-agent-file-xfer", spice.FileTransfer == false ? "on" : null),
        ("seamless-migration", "on"),
        ("gl", spice.RenderNode is null ? null : "on"),
        ("rendernode", spice.RenderNode),
    ];

    private static string Name(SpiceImageCompression compression) => compression switch
    {
        SpiceImageCompression.AutoGlz => "auto_glz",
        SpiceImageCompression.AutoLz => "auto_lz",
        SpiceImageCompression.Quic => "quic",
        SpiceImageCompression.Glz => "glz",
        SpiceImageCompression.Lz => "lz",
        _ => "off",
    };

    private static void RefuseEncryptedSocket(GraphicsDefinition spice, RunningDisplay place)
    {
        if (spice.Tls == true && place.TlsPort is null)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                "SPICE encrypts TCP ports only, and this display listens on none.",
                "Let it listen on an address, or set its tls to false: a Unix socket does not leave the host.");
        }
    }
}
