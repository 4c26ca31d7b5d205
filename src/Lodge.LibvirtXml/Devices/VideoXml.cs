using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;video&gt;</c>: graphics cards.</summary>
internal static class VideoXml
{
    private static readonly Words<VideoModel> s_models = new(
        (VideoModel.Vga, "vga"), (VideoModel.Virtio, "virtio"), (VideoModel.Qxl, "qxl"), (VideoModel.Bochs, "bochs"),
        (VideoModel.Cirrus, "cirrus"), (VideoModel.Ramfb, "ramfb"), (VideoModel.None, "none"))
    {
        Refused = ["vmvga", "xen", "vbox", "parallels", "gop", "default"],
    };

    public static VideoDefinition Read(Element element)
    {
        var model = element.Child("model") ?? throw element.Unsupported("a <video> without a <model>");
        var kind = model.Word("type", s_models) ?? throw model.Invalid("missing attribute 'type' of <model>");
        model.YesNo("primary");
        var acceleration = model.Child("acceleration");
        acceleration?.Accept("accel2d", "no");
        var resolution = model.Child("resolution");
        var (memory, vga) = (KiB(model, kind == VideoModel.Qxl ? "ram" : "vram"), kind == VideoModel.Qxl ? KiB(model, "vgamem") : null);
        CheckSecondBar(model, kind, memory);
        var heads = model.Int("heads");
        if (kind == VideoModel.None && heads > 1)
        {
            throw model.Invalid("a <video> of the model 'none' has no heads");
        }

        return DeviceInfo.Read(element, new VideoDefinition
        {
            Model = kind,
            Heads = heads == 1 || kind == VideoModel.None ? null : heads,
            Memory = memory,
            VgaMemory = vga,
            Width = resolution?.NeedInt("x"),
            Height = resolution?.NeedInt("y"),
            Accel3d = acceleration?.YesNo("accel3d"),
        });
    }

    public static void Write(XmlOut output, WriteContext context, VideoDefinition video, bool first)
    {
        using var element = output.Element("video");
        using (output.Element("model"))
        {
            output.Attr("type", s_models.Of(video.Model));
            if (video.Model == VideoModel.Qxl)
            {
                output.Attr("ram", video.Memory is { } ram ? Units.KiB(ram) : null).Attr("vram", video.Memory is { } vram ? Units.KiB(vram) : null)
                    .Attr("vgamem", video.VgaMemory is { } vga ? Units.KiB(vga) : null);
            }
            else
            {
                output.Attr("vram", video.Memory is { } memory ? Units.KiB(memory) : null);
            }

            output.Attr("heads", video.Model == VideoModel.None ? null : video.Heads ?? 1)
                .YesNo("primary", first && video.Model != VideoModel.None ? true : null);
            using (output.ElementIfAny("acceleration"))
            {
                output.YesNo("accel3d", video.Accel3d);
            }

            using var resolution = output.ElementIfAny("resolution");
            output.Attr("x", video.Width).Attr("y", video.Height);
        }

        DeviceInfo.Write(output, context, video);
    }

    // QXL has two areas of memory, which Lodge makes equally large.
    private static void CheckSecondBar(Element model, VideoModel kind, ByteSize? memory)
    {
        if (kind == VideoModel.Qxl && KiB(model, "vram") is { } second && second != memory)
        {
            throw model.Unsupported("QXL with a 'vram' other than its 'ram'");
        }
    }

    private static ByteSize? KiB(Element model, string name) => model.Size(name);
}
