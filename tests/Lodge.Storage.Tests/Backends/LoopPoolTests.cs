using System.Security.Cryptography;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport.Storage;

namespace Lodge.Storage.Tests.Backends;

/// <summary>File systems on loop devices as pools: built, mounted, filled, unmounted.</summary>
public sealed class LoopPoolTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData("ext4", false)]
    [InlineData("xfs", true)]
    [InlineData("btrfs", true)]
    public async Task File_system_is_made_mounted_and_clones_share_blocks_where_it_can(string kind, bool shares)
    {
        using var loop = await LoopDevice.TryMakeAsync(kind == "xfs" ? 320 : 128);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        Assert.SkipUnless(File.Exists($"/usr/sbin/mkfs.{kind}") || File.Exists($"/sbin/mkfs.{kind}"), $"mkfs.{kind} is not installed.");
        Assert.SkipUnless(File.ReadAllText("/proc/filesystems").Contains(kind, StringComparison.Ordinal), $"This kernel has no {kind}.");
        var target = Directory.CreateTempSubdirectory("lodge-mount-").FullName;
        using var bench = new PoolBench(new FileSystemPoolBackend { Device = loop!.Path, Path = target, FileSystem = kind });
        var driver = bench.Driver;
        await driver.BuildAsync(bench.Access, overwrite: false, None);
        var occupied = await Assert.ThrowsAsync<LodgeException>(() => driver.BuildAsync(bench.Access, overwrite: false, None));
        Assert.Contains(kind, occupied.Message, StringComparison.Ordinal);

        await driver.StartAsync(bench.Access, None);
        try
        {
            await driver.StartAsync(bench.Access, None);
            Assert.True(await driver.IsStartedAsync(bench.Access, None));
            var measure = await driver.MeasureAsync(bench.Access, None);
            Assert.Equal(shares, measure.Capabilities.FastClones);

            var from = await bench.MakeAsync(PoolBench.Request("from", VolumeFormat.Raw, 32));
            await using (var content = await driver.Volumes.OpenAsync(bench.Access, from, write: true, None))
            {
                await content.WriteAsync(RandomNumberGenerator.GetBytes(32 << 20), 0, None);
                await content.FlushAsync(None);
            }

            var before = (await driver.MeasureAsync(bench.Access, None)).Room.Available;
            var clone = await bench.MakeAsync(PoolBench.Request("clone", VolumeFormat.Raw, 32), PoolBench.Origin(from));
            Assert.Equal(Hash(from), Hash(clone));
            var taken = before - (await driver.MeasureAsync(bench.Access, None)).Room.Available;
            Assert.Equal(shares, taken < 16 << 20);

            var full = await Assert.ThrowsAsync<LodgeException>(() => bench.MakeAsync(PoolBench.Request("full", VolumeFormat.Raw, 4096) with { Preallocation = Preallocation.Falloc }));
            Assert.Equal(ErrorCode.InsufficientResources, full.Error.Code);
            Assert.Equal(["clone", "from"], (await driver.Volumes.ListAsync(bench.Access, None)).Select(volume => volume.Name).Order());
        }
        finally
        {
            await driver.StopAsync(bench.Access, None);
        }

        await driver.StopAsync(bench.Access, None);
        Assert.Empty(Directory.EnumerateFiles(target));
        Directory.Delete(target);
    }

    private static string Hash(Volume volume)
    {
        using var file = File.OpenRead(volume.Key);
        return Convert.ToHexString(SHA256.HashData(file));
    }
}
