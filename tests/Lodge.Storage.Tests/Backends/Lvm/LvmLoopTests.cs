using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Lvm;
using Lodge.Storage.Tests.Support;
using Lodge.TestSupport.Storage;

namespace Lodge.Storage.Tests.Backends.Lvm;

/// <summary>Volume groups on loop devices. What needs the kernel's device-mapper is skipped where it is not, and says so.</summary>
public sealed class LvmLoopTests
{
    private const long Megabyte = 1 << 20;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Volume_group_is_built_filled_resized_and_deleted()
    {
        using var loop = await LoopDevice.TryMakeAsync(64);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        using var bench = Bench(loop!.Path);
        var driver = bench.Driver;
        var missing = await Assert.ThrowsAsync<LodgeException>(() => driver.StartAsync(bench.Access, None));
        Assert.Equal(ErrorCode.FileNotFound, missing.Error.Code);
        await driver.BuildAsync(bench.Access, overwrite: false, None);
        try
        {
            await Assert.ThrowsAsync<LodgeException>(() => driver.BuildAsync(bench.Access, overwrite: true, None));
            await driver.StartAsync(bench.Access, None);
            var group = ((LvmPoolBackend)bench.Access.Definition.Backend).VolumeGroup;
            var found = Assert.Single(await bench.FindSourcesAsync(PoolSourceKind.Lvm), found => found.VolumeGroup == group);
            Assert.Equal([loop.Path], found.Devices!);
            var before = await driver.MeasureAsync(bench.Access, None);
            Assert.Equal(DeviceMapper.IsThere, before.Degraded is null);

            var made = await bench.MakeAsync(PoolBench.Request("web1", VolumeFormat.Raw, 9));
            Assert.True(made is { Type: VolumeType.Block, Format: VolumeFormat.Raw, Capacity: 12 * Megabyte, Allocation: 12 * Megabyte });
            Assert.EndsWith("/web1", made.Key, StringComparison.Ordinal);
            Assert.Equal(12 * Megabyte, before.Room.Available - (await driver.MeasureAsync(bench.Access, None)).Room.Available);

            await driver.Volumes.ResizeAsync(bench.Access, made, new(19 * Megabyte), PoolBench.Silent, None);
            var grown = (await bench.FindAsync("web1"))!;
            Assert.Equal(20 * Megabyte, grown.Capacity);
            await driver.Volumes.ResizeAsync(bench.Access, grown, new(8 * Megabyte, Shrink: true), PoolBench.Silent, None);
            Assert.Equal(8 * Megabyte, Assert.Single(await driver.Volumes.ListAsync(bench.Access, None)).Capacity);

            await ExpectAsync(ErrorCode.InsufficientResources, bench.MakeAsync(PoolBench.Request("huge", VolumeFormat.Raw, 4096)));
            await ExpectAsync(ErrorCode.InvalidState, bench.MakeAsync(PoolBench.Request("web1", VolumeFormat.Raw, 4)));
            await ExpectAsync(ErrorCode.InvalidArgument, bench.MakeAsync(PoolBench.Request("--yes", VolumeFormat.Raw, 4)));
            await ExpectAsync(ErrorCode.InvalidState, driver.DeleteAsync(bench.Access, None));
            Assert.Null(await bench.FindAsync("nobody"));

            await driver.Volumes.DeleteAsync(bench.Access, grown, None);
            Assert.Empty(await driver.Volumes.ListAsync(bench.Access, None));
            await driver.StopAsync(bench.Access, None);
        }
        finally
        {
            foreach (var left in await driver.Volumes.ListAsync(bench.Access, None))
            {
                await driver.Volumes.DeleteAsync(bench.Access, left, None);
            }

            await driver.DeleteAsync(bench.Access, None);
        }

        // The device is free again.
        await driver.BuildAsync(bench.Access, overwrite: false, None);
        await driver.DeleteAsync(bench.Access, None);
    }

    [Fact]
    public async Task Device_with_something_on_it_is_left_alone()
    {
        using var loop = await LoopDevice.TryMakeAsync(64);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        var start = new byte[4096];
        "XFSB"u8.CopyTo(start);
        await File.WriteAllBytesAsync(loop!.Path, start, None);
        using var bench = Bench(loop.Path);
        var occupied = await Assert.ThrowsAsync<LodgeException>(() => bench.Driver.BuildAsync(bench.Access, overwrite: false, None));
        Assert.Contains("xfs", occupied.Message, StringComparison.Ordinal);
        await bench.Driver.BuildAsync(bench.Access, overwrite: true, None);
        await bench.Driver.DeleteAsync(bench.Access, None);
    }

    [Fact]
    public async Task Volumes_are_written_copied_and_cloned_thin()
    {
        Assert.SkipUnless(await DeviceMapper.LoadAsync(None), "This kernel has no device-mapper, which volumes of LVM need to be read and written.");
        using var loop = await LoopDevice.TryMakeAsync(256);
        Assert.SkipWhen(loop is null, "This host has no loop devices, or not the rights to use them.");
        using var bench = Bench(loop!.Path);
        var group = ((LvmPoolBackend)bench.Access.Definition.Backend).VolumeGroup;
        await bench.Driver.BuildAsync(bench.Access, overwrite: false, None);
        using var thin = new PoolBench(new LvmThinPoolBackend { VolumeGroup = group, ThinPool = "thin" });
        try
        {
            await bench.Driver.StartAsync(bench.Access, None);
            var from = await bench.MakeAsync(PoolBench.Request("from", VolumeFormat.Raw, 16));
            await WriteAsync(bench, from);
            var copy = await bench.MakeAsync(PoolBench.Request("copy", VolumeFormat.Raw, 16), PoolBench.Origin(from));
            Assert.Equal(7, await FirstAsync(bench, copy));

            await thin.Driver.BuildAsync(thin.Access, overwrite: false, None);
            await thin.Driver.StartAsync(thin.Access, None);
            var small = await thin.MakeAsync(PoolBench.Request("small", VolumeFormat.Raw, 1024));
            await WriteAsync(thin, small);
            var clone = await thin.MakeAsync(PoolBench.Request("clone", VolumeFormat.Raw, 2048), PoolBench.Origin(small));
            Assert.Equal(7, await FirstAsync(thin, clone));
            Assert.InRange((await thin.FindAsync("small"))!.Allocation, 1, 64 * Megabyte);
            await thin.Driver.Volumes.DeleteAsync(thin.Access, small, None);
            Assert.Equal(7, await FirstAsync(thin, clone));
        }
        finally
        {
            foreach (var pool in new[] { thin, bench })
            {
                foreach (var left in await pool.Driver.Volumes.ListAsync(pool.Access, None))
                {
                    await pool.Driver.Volumes.DeleteAsync(pool.Access, left, None);
                }

                await pool.Driver.DeleteAsync(pool.Access, None);
            }
        }
    }

    private static PoolBench Bench(string device) =>
        new(new LvmPoolBackend { VolumeGroup = $"lodge-test-{Guid.NewGuid():N}"[..20], Devices = [device] });

    private static async Task ExpectAsync(ErrorCode code, Task work) => Assert.Equal(code, (await Assert.ThrowsAsync<LodgeException>(() => work)).Error.Code);

    private static async Task WriteAsync(PoolBench bench, Volume volume)
    {
        await using var content = await bench.Driver.Volumes.OpenAsync(bench.Access, volume, write: true, None);
        await content.WriteAsync(Enumerable.Repeat((byte)7, (int)Megabyte).ToArray(), 0, None);
        await content.FlushAsync(None);
    }

    private static async Task<byte> FirstAsync(PoolBench bench, Volume volume)
    {
        await using var content = await bench.Driver.Volumes.OpenAsync(bench.Access, volume, write: false, None);
        var first = new byte[1];
        await content.ReadAsync(first, 0, None);
        return first[0];
    }
}
