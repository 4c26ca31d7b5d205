using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary>What only SPICE displays have.</summary>
internal static class SpiceXml
{
    private static readonly Words<SpiceImageCompression> s_compressions = new(
        (SpiceImageCompression.AutoGlz, "auto_glz"), (SpiceImageCompression.AutoLz, "auto_lz"), (SpiceImageCompression.Quic, "quic"),
        (SpiceImageCompression.Glz, "glz"), (SpiceImageCompression.Lz, "lz"), (SpiceImageCompression.Off, "off"));

    private static readonly Words<SpiceStreaming> s_streamings = new(
        (SpiceStreaming.Filter, "filter"), (SpiceStreaming.All, "all"), (SpiceStreaming.Off, "off"));

    private static readonly Words<SpiceMouse> s_mice = new((SpiceMouse.Server, "server"), (SpiceMouse.Client, "client"));

    public static GraphicsDefinition Read(Element element, GraphicsDefinition display)
    {
        element.Accept("defaultMode", "any");
        return display with
        {
            ImageCompression = element.Child("image")?.Word("compression", s_compressions),
            Streaming = element.Child("streaming")?.Word("mode", s_streamings),
            Mouse = element.Child("mouse")?.Word("mode", s_mice),
            Clipboard = element.Child("clipboard")?.YesNo("copypaste"),
            FileTransfer = element.Child("filetransfer")?.YesNo("enable"),
        };
    }

    public static void Write(XmlOut output, GraphicsDefinition display)
    {
        One("image", "compression", s_compressions.Of(display.ImageCompression));
        One("streaming", "mode", s_streamings.Of(display.Streaming));
        One("mouse", "mode", s_mice.Of(display.Mouse));
        One("clipboard", "copypaste", YesNo(display.Clipboard));
        One("filetransfer", "enable", YesNo(display.FileTransfer));

        void One(string name, string attribute, string? value)
        {
            using var element = output.ElementIfAny(name);
            output.Attr(attribute, value);
        }
    }

    private static string? YesNo(bool? value) => value is { } known ? known ? "yes" : "no" : null;
}
