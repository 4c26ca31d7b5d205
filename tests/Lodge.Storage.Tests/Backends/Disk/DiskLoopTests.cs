using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport.Storage;

namespace Lodge.Storage.Tests.Backends.Disk;

/// <summary>Loop devices as disks with partitions.</summary>
public sealed class DiskLoopTests
{
    private const long Megabyte = 1 << 20;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Partitions_are_made_named_written_copied_and_deleted()
    {
        using var loop = await LoopDevice.TryMakeAsync(128);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        using var bench = new PoolBench(new DiskPoolBackend { Device = loop!.Path });
        var driver = bench.Driver;
        await ExpectAsync(ErrorCode.BadFile, driver.StartAsync(bench.Access, None));
        await driver.BuildAsync(bench.Access, overwrite: false, None);
        await ExpectAsync(ErrorCode.InvalidState, driver.BuildAsync(bench.Access, overwrite: false, None));
        await driver.StartAsync(bench.Access, None);
        var empty = (await driver.MeasureAsync(bench.Access, None)).Room;
        Assert.Equal(126 * Megabyte, empty.Available);

        var web = await bench.MakeAsync(PoolBench.Request("web 1", VolumeFormat.Raw, 16));
        Assert.True(web is { Name: "web 1", Type: VolumeType.Block, Capacity: 16 * Megabyte, Problem: null });
        Assert.Equal($"{loop.Path}p1", web.Key);
        await using (var content = await driver.Volumes.OpenAsync(bench.Access, web, write: true, None))
        {
            Assert.Equal(16 * Megabyte, content.Length);
            await content.WriteAsync(new byte[] { 7, 8, 9 }, 16 * Megabyte - 3, None);
            await content.FlushAsync(None);
            Assert.Equal((5, 16 * Megabyte - 5), content.NextData(5));
            await ExpectAsync(ErrorCode.InsufficientResources, content.ClearAsync(16 * Megabyte, 1, None).AsTask());
            var second = await Assert.ThrowsAsync<LodgeException>(() => driver.Volumes.OpenAsync(bench.Access, web, write: true, None));
            Assert.Equal(ErrorCode.ImageInUse, second.Error.Code);
            await ExpectAsync(ErrorCode.ImageInUse, driver.Volumes.DeleteAsync(bench.Access, web, None));
        }

        var node = Path.GetFileName($"{loop.Path}p2");
        var copy = await bench.MakeAsync(PoolBench.Request(node, VolumeFormat.Raw, 20), PoolBench.Origin(web));
        Assert.Equal(node, copy.Name);
        Assert.Equal(empty.Available - (36 * Megabyte), (await driver.MeasureAsync(bench.Access, None)).Room.Available);
        await using (var content = await driver.Volumes.OpenAsync(bench.Access, copy, write: false, None))
        {
            var end = new byte[3];
            await content.ReadAsync(end, 16 * Megabyte - 3, None);
            Assert.Equal([7, 8, 9], end);
        }

        await ExpectAsync(ErrorCode.InsufficientResources, bench.MakeAsync(PoolBench.Request("huge", VolumeFormat.Raw, 4096)));
        await ExpectAsync(ErrorCode.InvalidArgument, bench.MakeAsync(PoolBench.Request($"{node}9", VolumeFormat.Raw, 1)));
        await ExpectAsync(ErrorCode.InvalidState, driver.DeleteAsync(bench.Access, None));
        await driver.Volumes.WipeAsync(bench.Access, web, WipeMethod.Zero, PoolBench.Silent, None);
        await driver.Volumes.DeleteAsync(bench.Access, web, None);
        Assert.False(File.Exists(web.Key));
        Assert.Equal([node], (await driver.Volumes.ListAsync(bench.Access, None)).Select(volume => volume.Name));
        await driver.Volumes.DeleteAsync(bench.Access, copy, None);
        Assert.Equal(empty, (await driver.MeasureAsync(bench.Access, None)).Room);
        await driver.DeleteAsync(bench.Access, None);
        await driver.BuildAsync(bench.Access, overwrite: false, None);
    }

    [Fact]
    public async Task Disk_that_is_gone_is_said_to_be()
    {
        using var bench = new PoolBench(new DiskPoolBackend { Device = "/dev/disk/by-id/no-such-disk" });
        await ExpectAsync(ErrorCode.FileNotFound, bench.Driver.StartAsync(bench.Access, None));
        await ExpectAsync(ErrorCode.FileNotFound, bench.Driver.MeasureAsync(bench.Access, None));
        using var file = new PoolBench(new DiskPoolBackend { Device = "/etc/hostname" });
        await ExpectAsync(ErrorCode.InvalidArgument, file.Driver.BuildAsync(file.Access, overwrite: true, None));
    }

    private static async Task ExpectAsync(ErrorCode code, Task work) => Assert.Equal(code, (await Assert.ThrowsAsync<LodgeException>(() => work)).Error.Code);
}
