using System.Diagnostics;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Qemu.Checkpoints;

namespace Lodge.Qemu.Tests.Checkpoints;

/// <summary>Bitmaps in images that qemu-img made.</summary>
public sealed class StoppedBitmapsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lodge-bitmaps-").FullName;
    private readonly StoppedBitmaps _bitmaps = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Bitmaps_are_made_carried_removed_and_trusted_only_when_they_noted_everything()
    {
        var (one, two) = (PathOf("one"), PathOf("two"));
        await ImgAsync("create", "-q", "-f", "qcow2", one, "8M");
        await ImgAsync("create", "-q", "-f", "qcow2", two, "8M");
        Assert.Equal([], await _bitmaps.ListAsync(one, Token));
        await _bitmaps.AddAsync([new BitmapPlace(one, "monday"), new BitmapPlace(one, "tuesday")], Token);
        await ImgAsync("bitmap", "--disable", one, "tuesday");
        Assert.Equal([("monday", true), ("tuesday", false)], await SoundAsync(one));

        await _bitmaps.CarryAsync(one, two, ["monday"], Token);
        await _bitmaps.CarryAsync(one, two, ["monday"], Token);
        Assert.Equal([("monday", true)], await SoundAsync(two));
        await _bitmaps.RemoveAsync([new BitmapPlace(one, "monday"), new BitmapPlace(one, "never")], Token);
        Assert.Equal([("tuesday", false)], await SoundAsync(one));

        // As a killed QEMU leaves it: in use, the lowest bit of the flags of the directory's only entry.
        var bytes = await File.ReadAllBytesAsync(two, Token);
        var entry = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes("monday")) - 24;
        bytes[entry + 15] |= 1;
        await File.WriteAllBytesAsync(two, bytes, Token);
        Assert.Equal([("monday", false)], await SoundAsync(two));

        // As a program leaves it that knows nothing of bitmaps.
        bytes[entry + 15] &= 0xFE;
        bytes[95] &= 0xFE;
        await File.WriteAllBytesAsync(two, bytes, Token);
        Assert.Equal([("monday", false)], await SoundAsync(two));
    }

    [Fact]
    public async Task Images_that_can_have_no_bitmaps_are_told_from_those_without_any()
    {
        var (old, raw) = (PathOf("old"), PathOf("raw"));
        await ImgAsync("create", "-q", "-f", "qcow2", "-o", "compat=0.10", old, "8M");
        await ImgAsync("create", "-q", "-f", "raw", raw, "8M");
        Assert.Null(await _bitmaps.ListAsync(old, Token));
        Assert.Null(await _bitmaps.ListAsync(raw, Token));
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private async Task<(string, bool)[]> SoundAsync(string path) => [.. (await _bitmaps.ListAsync(path, Token))!.Select(bitmap => (bitmap.Name, bitmap.IsSound))];

    private static async Task ImgAsync(params string[] arguments)
    {
        using var process = Process.Start("qemu-img", arguments);
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
    }
}
