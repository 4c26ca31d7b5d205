using Lodge.Engine.Storage.Volumes;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Storage;

public sealed class PoolServiceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private static PoolDefinition Images => new() { Name = "images", Backend = new FolderPoolBackend { Path = "/srv/images" } };

    [Fact]
    public async Task Pool_in_use_is_so_again_after_the_daemon_s_end_and_not_after_the_host_s()
    {
        var world = new FakeWorld();
        await using (var first = (await world.StartDaemonAsync()).Engine)
        {
            await first.Pools.DefineAsync(Images, null, None);
            var running = await first.Pools.StartAsync("images", build: true, None);
            Assert.Equal((PoolState.Running, 4L << 30), (running.State, running.Room!.Available));
        }

        await using (var second = (await world.StartDaemonAsync()).Engine)
        {
            Assert.Equal(PoolState.Running, second.Pools.Get("images").State);
        }

        world.BootId = "boot 2";
        await using var third = (await world.StartDaemonAsync()).Engine;
        Assert.Equal(PoolState.Inactive, third.Pools.Get("images").State);
    }

    [Fact]
    public async Task Default_pool_is_made_once_and_stays_away_when_it_was_forgotten()
    {
        var world = new FakeWorld { DefaultPoolFolder = "/state/images" };
        await using (var first = (await world.StartDaemonAsync()).Engine)
        {
            var made = first.Pools.Get("default");
            Assert.Equal((PoolState.Running, true, "/state/images"), (made.State, made.Definition.Autostart, made.Definition.Backend.TargetPath()));
            await first.Pools.StopAsync("default", None);
            await first.Pools.UndefineAsync("default", None);
        }

        await using var second = (await world.StartDaemonAsync()).Engine;
        Assert.Empty(second.Pools.List());
    }

    [Fact]
    public async Task Pool_whose_name_or_storage_another_has_is_refused()
    {
        await using var engine = (await new FakeWorld().StartDaemonAsync()).Engine;
        await engine.Pools.DefineAsync(Images, null, None);

        foreach (var other in new[] { Images, Images with { Name = "more" }, Images with { Name = "fs", Backend = new FileSystemPoolBackend { Device = "/dev/sdz", Path = "/srv/images/" } } })
        {
            var refused = await Assert.ThrowsAsync<LodgeException>(() => engine.Pools.DefineAsync(other, null, None));
            Assert.Contains("'images'", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Volume_that_a_vm_or_another_volume_needs_is_kept_and_the_error_names_who_needs_it()
    {
        var world = new FakeWorld();
        await using var engine = (await world.StartDaemonAsync()).Engine;
        await engine.Pools.DefineAsync(Images, null, None);
        await engine.Pools.StartAsync("images", build: false, None);
        await engine.Volumes.CreateAsync("images", new VolumeRequest { Name = "base", Capacity = ByteSize.FromMiB(1) }, null, null, None);
        await engine.Volumes.CreateAsync("images", new VolumeRequest { Name = "web1", Backing = new BackingRequest { Volume = "base" } }, null, null, None);
        var vm = await engine.Definitions.DefineAsync(Vm("web1", new VolumeDiskSource { Pool = "images", Volume = "web1" }), None);
        Assert.Equal("/srv/images/web1", vm.Definition.Disks[0].Source!.HostPath());
        Assert.Equal(DiskFormat.Qcow2, vm.Definition.Disks[0].Format);

        Assert.Contains("VM 'web1'", (await RefusedAsync("web1", force: false)).Message, StringComparison.Ordinal);
        var needed = await RefusedAsync("base", force: true);
        Assert.Equal(ErrorCode.ImageInUse, needed.Error.Code);
        Assert.Contains("volume 'web1'", needed.Message, StringComparison.Ordinal);

        await engine.Lifecycle.StartAsync("web1", paused: false, discardSave: false, None);
        Assert.Contains("which runs", (await RefusedAsync("web1", force: true)).Message, StringComparison.Ordinal);
        Assert.Contains("web1", (await Assert.ThrowsAsync<LodgeException>(() => engine.Pools.StopAsync("images", None))).Message, StringComparison.Ordinal);

        Task<LodgeException> RefusedAsync(string volume, bool force) =>
            Assert.ThrowsAsync<LodgeException>(() => engine.Volumes.DeleteAsync(new VolumeName("images", volume), force, None));
    }

    [Fact]
    public async Task Raw_volume_in_which_a_guest_wrote_another_format_s_header_stays_raw()
    {
        var world = new FakeWorld();
        await using var engine = (await world.StartDaemonAsync()).Engine;
        await engine.Pools.DefineAsync(Images, null, None);
        await engine.Pools.StartAsync("images", build: false, None);
        await engine.Volumes.CreateAsync("images", new VolumeRequest { Name = "data", Capacity = ByteSize.FromMiB(1), Format = VolumeFormat.Raw }, null, null, None);

        world.Storage.Add("/srv/images", "data", VolumeFormat.Qcow2, 1 << 20, backing: "/etc/shadow");
        var listed = Assert.Single(await engine.Volumes.ListAsync("images", None));
        Assert.Equal((VolumeFormat.Raw, null), (listed.Format, listed.Backing));
        Assert.NotNull(listed.Problem);

        world.Storage.Add("/srv/images", "evil", VolumeFormat.Qcow2, 1 << 20, backing: "/etc/shadow");
        var refused = await Assert.ThrowsAsync<LodgeException>(() =>
            engine.Volumes.CreateAsync("images", new VolumeRequest { Name = "copy" }, new VolumeName("images", "evil"), null, None));
        Assert.Equal(ErrorCode.BadFile, refused.Error.Code);
        Assert.Contains("/etc/shadow", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_on_a_volume_keeps_others_away_and_leaves_nothing_when_it_is_cancelled()
    {
        var world = new FakeWorld();
        await using var engine = (await world.StartDaemonAsync()).Engine;
        await engine.Pools.DefineAsync(Images, null, None);
        await engine.Pools.StartAsync("images", build: false, None);
        var gate = new TaskCompletionSource();
        world.Storage.CreateGate = gate.Task;
        var request = new VolumeRequest { Name = "web1", Capacity = ByteSize.FromMiB(1) };
        using var cancel = new CancellationTokenSource();
        var making = engine.Volumes.CreateAsync("images", request, null, null, cancel.Token);

        Assert.Equal(ErrorCode.Busy, (await Assert.ThrowsAsync<LodgeException>(() => engine.Volumes.CreateAsync("images", request, null, null, None))).Error.Code);
        Assert.Equal(ErrorCode.Busy, (await Assert.ThrowsAsync<LodgeException>(() => engine.Pools.StopAsync("images", None))).Error.Code);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => making);
        Assert.Empty(world.VolumeRecords);
        Assert.Empty(world.Storage.Files);
    }

    private static VmDefinition Vm(string name, DiskSource source) => new()
    {
        Name = name,
        Memory = new() { Size = ByteSize.FromMiB(64) },
        Disks = [new DiskDefinition { Source = source }],
    };
}
