using System.Text.RegularExpressions;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;

namespace Lodge.System.Tests.Libvirt;

/// <summary>Volumes of a real folder, their bytes up and down, and guests that virt-install and virt-clone put on them.</summary>
[Collection(DisplayPorts.Name)]
public sealed class VirshStorageTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const int Size = 64 << 20;
    private const int DataAt = 40 << 20;

    private readonly LibvirtClients _clients = new(fixture.Daemon);

    [Fact]
    public async Task Bytes_go_up_and_down_with_their_holes()
    {
        await PoolAsync("bytes");
        var (up, down) = (PathOf("up.raw"), PathOf("down.raw"));
        var data = new byte[3 << 20];
        new Random(7).NextBytes(data);
        await using (var file = File.Create(up))
        {
            file.Position = DataAt;
            await file.WriteAsync(data);
            file.SetLength(Size);
        }

        await _clients.DoneAsync("vol-create-as", "bytes", "disk.raw", $"{Size}B", "--allocation", "0", "--format", "raw");
        foreach (var way in new[] { "--sparse", "--offset=0" })
        {
            await _clients.DoneAsync("vol-upload", "--pool", "bytes", "disk.raw", up, way);
            File.Delete(down);
            await _clients.DoneAsync("vol-download", "--pool", "bytes", "disk.raw", down, way);
            Assert.True(IsSame(await File.ReadAllBytesAsync(down), await File.ReadAllBytesAsync(up)), $"what came back with {way} differs");
        }

        // A part of it, and what took no room takes none.
        await _clients.DoneAsync("vol-upload", "--pool", "bytes", "disk.raw", up, "--sparse");
        await _clients.DoneAsync("vol-download", "--pool", "bytes", "disk.raw", down, "--offset", $"{DataAt}", "--length", "4096");
        Assert.True(IsSame(await File.ReadAllBytesAsync(down), data[..4096]), "the part differs");
        Assert.Matches("Allocation: +[34]\\.", await _clients.DoneAsync("vol-info", "--pool", "bytes", "disk.raw"));
        await _clients.DoneAsync("vol-delete", "--pool", "bytes", "disk.raw");
        Assert.False(File.Exists(PathOf("bytes/disk.raw")));
    }

    [Fact]
    public async Task Guest_is_installed_on_a_new_volume_of_the_default_pool_and_cloned()
    {
        // The pool of that name is there from the start.
        await InstallAsync("pooled", "size=1");
        var image = await _clients.DoneAsync("vol-path", "--pool", "default", "pooled.qcow2");
        Assert.Contains(image, await _clients.DoneAsync("domblklist", "pooled"), StringComparison.Ordinal);
        Assert.Matches("Capacity: +1.00 GiB", await _clients.DoneAsync("vol-info", "--pool", "default", "pooled.qcow2"));
        await _clients.FailsAsync("vol-delete", "--pool", "default", "pooled.qcow2");
        await _clients.DoneAsync("destroy", "pooled");

        await _clients.DoneAsync("vol-create-as", "default", "boot.raw", "1M", "--format", "raw");
        SerialGuest.WriteDisk(PathOf("guest.raw"));
        await _clients.DoneAsync("vol-upload", "--pool", "default", "boot.raw", PathOf("guest.raw"));
        await InstallAsync("booted", "vol=default/boot.raw,format=raw");
        await SaysAsync("booted");
        await _clients.DoneAsync("destroy", "booted");
        await _clients.DoneBy("virt-clone", "--original", "booted", "--name", "copied", "--auto-clone");
        await _clients.DoneAsync("start", "copied");
        await SaysAsync("copied");
        await _clients.DoneAsync("destroy", "copied");
        await _clients.DoneAsync("undefine", "copied", "--remove-all-storage");
        var target = Regex.Match(await _clients.DoneAsync("domblklist", "pooled"), $"(\\w+) +{Regex.Escape(image)}").Groups[1].Value;
        await _clients.DoneAsync("undefine", "pooled", "--storage", target);
        Assert.Equal(["boot.raw"], Directory.GetFiles(Path.GetDirectoryName(image)!).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private async Task InstallAsync(string name, string disk) => await _clients.DoneBy(
        "virt-install", "--name", name, "--memory", "32", "--vcpus", "1", "--virt-type", "qemu", "--osinfo", "detect=off,require=off", "--import",
        "--disk", disk, "--network", "none", "--graphics", "none", "--noautoconsole");

    private async Task SaysAsync(string name)
    {
        using var client = fixture.Daemon.Client();
        await using var console = await GuestConsole.OpenAsync(client, name);
        await console.SeesAsync(SerialGuest.Greeting);
    }

    private async Task PoolAsync(string name)
    {
        await _clients.DoneAsync("pool-define-as", name, "dir", "--target", PathOf(name));
        await _clients.DoneAsync("pool-start", name, "--build");
    }

    private static bool IsSame(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private string PathOf(string name) => Path.Combine(fixture.Daemon.Root, name);
}
