using Lodge.Model.Primitives;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Devices.Screens;

/// <summary>Graphics cards. The first one is compatible to VGA where the hardware can be, for firmware and boot loaders.</summary>
internal static class VideoDevices
{
    private static readonly ByteSize UsualQxlMemory = ByteSize.FromMiB(64);

    /// <summary>Plans a card; null where there is none to add.</summary>
    /// <param name="context">The VM.</param>
    /// <param name="video">The card.</param>
    /// <param name="index">Its place among the VM's cards.</param>
    public static PlannedDevice? Of(PlanContext context, VideoDefinition video, int index) =>
        DriverOf(video, index == 0, context.MachineType) is { } driver
            ? new PlannedDevice
            {
                Id = video.Alias ?? $"video{index}",
                Driver = driver,
                Properties = [.. DevicePlace.Of(context.Definition, video), .. Memory(video), .. Resolution(video)],
            }
            : null;

    /// <summary>QEMU's driver; null for none.</summary>
    /// <param name="video">The card.</param>
    /// <param name="primary">Whether it is the first.</param>
    /// <param name="machine">The family of boards.</param>
    public static string? DriverOf(VideoDefinition video, bool primary, MachineType machine) => video.Model switch
    {
        VideoModel.Vga => primary ? "VGA" : "secondary-vga",
        VideoModel.Virtio when machine == MachineType.Microvm => "virtio-gpu-device",
        VideoModel.Virtio => (primary, video.Accel3d == true) switch
        {
            (true, false) => "virtio-vga",
            (true, true) => "virtio-vga-gl",
            (false, false) => "virtio-gpu-pci",
            (false, true) => "virtio-gpu-gl-pci",
        },
        VideoModel.Qxl => primary ? "qxl-vga" : "qxl",
        VideoModel.Bochs => "bochs-display",
        VideoModel.Cirrus => "cirrus-vga",
        VideoModel.Ramfb => "ramfb",
        _ => null,
    };

    private static OptionMap Memory(VideoDefinition video) => video.Model switch
    {
        VideoModel.Vga or VideoModel.Cirrus => [("vgamem_mb", video.Memory?.MiB)],
        VideoModel.Bochs => [("vgamem", video.Memory?.Bytes)],
        VideoModel.Virtio => [("max_hostmem", video.Memory?.Bytes), ("max_outputs", video.Heads)],
        VideoModel.Qxl =>
        [
            ("ram_size", (video.Memory ?? UsualQxlMemory).Bytes),
            ("vram_size", (video.Memory ?? UsualQxlMemory).Bytes),
            ("vgamem_mb", video.VgaMemory?.MiB),
            ("max_outputs", video.Heads),
        ],
        _ => [],
    };

    // A Cirrus and a plain frame buffer know no preference.
    private static OptionMap Resolution(VideoDefinition video) => video.Model is VideoModel.Cirrus or VideoModel.Ramfb
        ? []
        : [("xres", video.Width), ("yres", video.Height)];
}
