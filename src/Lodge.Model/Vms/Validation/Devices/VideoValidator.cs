using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Graphics cards.</summary>
internal static class VideoValidator
{
    private const int HeadLimit = 16;
    private const int PixelLimit = 16_384;
    private static readonly ByteSize LeastMemory = ByteSize.FromMiB(1);

    public static void Check(VmDefinition definition, Place root)
    {
        foreach (var (place, video) in root.Each("videos", definition.Videos))
        {
            place.Range("heads", video.Heads, 1, HeadLimit);
            place.Range("width", video.Width, 1, PixelLimit);
            place.Range("height", video.Height, 1, PixelLimit);
            place.AddIf(video.Width is null && video.Height is not null, "width", "is missing, while a height is given");
            place.AddIf(video.Height is null && video.Width is not null, "height", "is missing, while a width is given");
            place.PowerOfTwo("memory", video.Memory, LeastMemory);
            place.PowerOfTwo("vgaMemory", video.VgaMemory, LeastMemory);
            CheckModel(video, place);
            place.AddIf(video.Model == VideoModel.None && definition.Videos!.Count > 1, "model", "must not be 'none' beside another card");
        }

        foreach (var (place, video) in root.Each("videos", definition.Videos).Skip(1))
        {
            place.AddIf(
                video.Model is VideoModel.Cirrus or VideoModel.Ramfb,
                "model",
                $"is {video.Model.Quoted()}, which can be the first card only; use 'virtio', 'qxl', 'bochs' or 'vga'");
        }
    }

    private static void CheckModel(VideoDefinition video, Place place)
    {
        place.Only(video.Model is VideoModel.Virtio or VideoModel.Qxl, "the models 'virtio' and 'qxl'", ("heads", video.Heads));
        place.Only(video.Model == VideoModel.Virtio, "the model 'virtio'", ("accel3d", video.Accel3d));
        place.Only(video.Model == VideoModel.Qxl, "the model 'qxl'", ("vgaMemory", video.VgaMemory));
        place.Only(
            video.Model is VideoModel.Vga or VideoModel.Qxl or VideoModel.Bochs or VideoModel.Cirrus,
            "the models 'vga', 'qxl', 'bochs' and 'cirrus'",
            ("memory", video.Memory));
        place.Only(
            video.Model is VideoModel.Vga or VideoModel.Virtio or VideoModel.Qxl or VideoModel.Bochs,
            "the models 'vga', 'virtio', 'qxl' and 'bochs'",
            ("width", video.Width), ("height", video.Height));
    }
}
