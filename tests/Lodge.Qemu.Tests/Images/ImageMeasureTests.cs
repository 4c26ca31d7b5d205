using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Images;

namespace Lodge.Qemu.Tests.Images;

public sealed class ImageMeasureTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public async Task A_raw_image_with_holes_takes_less_than_its_length()
    {
        await using (var file = File.OpenWrite(_path))
        {
            file.SetLength(8 << 20);
        }

        var size = await MeasureAsync(DiskFormat.Raw);

        Assert.Equal((8 << 20, 8 << 20), (size.Capacity, size.Length));
        Assert.True(size.OnHost < 1 << 20, $"It takes {size.OnHost} bytes.");
        await Assert.ThrowsAsync<LodgeException>(() => MeasureAsync(DiskFormat.Qcow2));
    }

    [Fact]
    public async Task A_qcow2_image_tells_itself_what_its_guest_sees()
    {
        var header = new byte[512];
        "QFI"u8.CopyTo(header);
        header[3] = 0xFB;
        header[7] = 3;
        header[24 + 4] = 0x40;
        await File.WriteAllBytesAsync(_path, header, TestContext.Current.CancellationToken);

        var size = await MeasureAsync(DiskFormat.Qcow2);

        Assert.Equal((1L << 30, 512), (size.Capacity, size.Length));
    }

    public void Dispose() => File.Delete(_path);

    private Task<ImageSize> MeasureAsync(DiskFormat format) => ImageMeasure.MeasureAsync(_path, format, TestContext.Current.CancellationToken);
}
