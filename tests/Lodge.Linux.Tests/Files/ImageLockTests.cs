using Lodge.Linux.Files;
using Lodge.Linux.Processes;
using Lodge.Linux.Tests.Support;

namespace Lodge.Linux.Tests.Files;

/// <summary>The locks that a real QEMU puts on its images.</summary>
public sealed class ImageLockTests : IDisposable
{
    private const string Qemu = "/usr/bin/qemu-system-x86_64";

    private readonly ProcessBench _bench = new();

    [Fact]
    public void An_image_that_nobody_uses_has_no_locks()
    {
        Assert.Equal(new ImageLockState(false, false, false), ImageLock.Inspect(MakeImage()));
    }

    [Theory]
    [InlineData("off", true, true)]
    [InlineData("on", false, true)]
    public async Task An_image_that_qemu_has_open_is_in_use(string readOnly, bool hasWriter, bool forbidsWriter)
    {
        if (!File.Exists(Qemu))
        {
            Assert.Skip($"{Qemu} is not installed.");
        }

        var image = MakeImage();
        using var qemu = _bench.Spawner.Spawn(new SpawnRequest
        {
            Executable = Qemu,
            Arguments =
            [
                "-S", "-display", "none", "-nodefaults", "-machine", "pc,accel=tcg", "-m", "16",
                "-blockdev", $"driver=file,node-name=disk,filename={image},read-only={readOnly},locking=on",
                "-device", "virtio-blk-pci,drive=disk",
            ],
        });
        try
        {
            while (!ImageLock.Inspect(image).InUse && !qemu.Exited.IsCompleted)
            {
                await Task.Delay(20, Deadline.Token());
            }

            // The locks come one after another while QEMU sets up its devices.
            await Task.Delay(500);
            Assert.Equal(new ImageLockState(true, hasWriter, forbidsWriter), ImageLock.Inspect(image));
        }
        finally
        {
            qemu.Signal(Signals.Kill);
            await qemu.WaitForExitAsync(Deadline.Token());
        }

        Assert.False(ImageLock.Inspect(image).InUse);
    }

    public void Dispose() => _bench.Dispose();

    private string MakeImage()
    {
        var path = Path.Combine(_bench.Folder, "disk.img");
        File.WriteAllBytes(path, new byte[1 << 20]);
        return path;
    }
}
