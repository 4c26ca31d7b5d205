using Lodge.Engine.DiskJobs;
using Lodge.Engine.Ports;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.DiskJobs;

/// <summary>
/// Kills the daemon, or daemon and QEMU, at every touch of the outside while a disk is copied, moved, pulled and committed:
/// the next daemon finds the old disk or the new one, whole, finishes what QEMU goes on with, and leaves nothing half-made.
/// </summary>
public sealed class DiskJobCrashTests
{
    private const string Vm = "vm";
    private const string Base = "/images/base.raw";
    private const string Middle = "/images/middle.qcow2";
    private const string Top = "/images/top.qcow2";
    private const string Copy = "/images/copy.raw";

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (var work in new[] { "move", "copy", "pull", "commit", "commit middle" })
            {
                cases.Add(work, true, false);
                cases.Add(work, true, true);
                cases.Add(work, false, false);
            }

            foreach (var work in new[] { "move refused", "commit refused" })
            {
                cases.Add(work, true, false);
                cases.Add(work, true, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Crash_at_any_touch_leaves_the_old_disk_or_the_new_one(string work, bool isLive, bool takesQemu)
    {
        var (_, whole, begun) = await BeginAsync(work, isLive, null);
        await begun;
        Assert.Equal(IsRefused(work) ? JobState.Failed : JobState.Succeeded, Assert.Single(whole.Engine.Jobs.List()).State);
        Assert.Equal(Expected(work), PathOf(whole.Engine));
        for (var touch = 1; touch <= whole.Fate.Touches; touch++)
        {
            var when = $"{work}, {(isLive ? "live" : "stopped")}{(takesQemu ? ", with its QEMU" : "")}, killed at touch {touch} of {whole.Fate.Touches}";
            var (world, daemon, act) = await BeginAsync(work, isLive, touch);
            await Task.WhenAny(act, daemon.Fate.Died);
            await Task.WhenAny(act, Task.Delay(20, TestContext.Current.CancellationToken));
            await CheckAsync(world, takesQemu, when);
        }
    }

    [Fact]
    public async Task Cancelled_copy_leaves_the_disk_and_takes_its_image_with_it()
    {
        var (world, daemon, _) = await BeginAsync(null, true, null);
        world.Processes.Values.Single().CopiesForEver = true;
        var job = await daemon.Engine.DiskJobs.BeginAsync(Vm, WishFor("move"), default);
        Assert.True(world.DiskImages.ContainsKey(Copy));
        var busy = await Assert.ThrowsAsync<LodgeException>(() => daemon.Engine.DiskJobs.BeginAsync(Vm, WishFor("pull"), default));
        Assert.Equal(ErrorCode.Busy, busy.Error.Code);
        await daemon.Engine.DiskJobs.SetSpeedAsync(Vm, "vda", 5, default);
        Assert.Equal(5, daemon.Engine.DiskJobs.Find(Vm, "vda")!.Speed);
        Assert.Equal(JobState.Cancelled, (await daemon.Engine.DiskJobs.EndAsync(Vm, "vda", true, default)).State);
        Assert.False(world.DiskImages.ContainsKey(Copy));
        Assert.Equal(Top, PathOf(daemon.Engine));
        Assert.Empty(daemon.Engine.DiskJobs.List(null));
        Assert.Equal(job.Id, Assert.Single(daemon.Engine.Jobs.List()).Id);
    }

    [Fact]
    public async Task Copy_that_waits_is_pivoted_to_or_left_when_somebody_says_so()
    {
        foreach (var pivots in new[] { true, false })
        {
            var (world, daemon, _) = await BeginAsync(null, true, null);
            var engine = daemon.Engine;
            var job = await engine.DiskJobs.BeginAsync(Vm, WishFor("move") with { AtReady = AtReady.Wait }, default);
            while (engine.DiskJobs.Find(Vm, "vda") is not { Ready: true })
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            await (pivots ? engine.DiskJobs.PivotAsync(Vm, "vda", true, default) : engine.DiskJobs.EndAsync(Vm, "vda", true, default));
            Assert.Equal(JobState.Succeeded, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default)).State);
            Assert.Equal(pivots ? Copy : Top, PathOf(engine));
            Assert.Equal("0123", FakeImage.Read(world, Copy));
        }
    }

    [Fact]
    public async Task Image_that_a_snapshot_has_is_not_committed_into()
    {
        var (world, daemon, _) = await BeginAsync(null, true, null);
        var engine = daemon.Engine;
        await Snapshots.SnapshotWorld.EndsAsync(engine, engine.Snapshots.Create(Vm, new() { Name = "kept" }));
        var refusal = await Assert.ThrowsAsync<LodgeException>(() => engine.DiskJobs.BeginAsync(Vm, WishFor("commit"), default));
        Assert.Equal(ErrorCode.ImageInUse, refusal.Error.Code);
        var copy = await engine.DiskJobs.BeginAsync(Vm, WishFor("copy"), default);
        Assert.Equal(JobState.Succeeded, (await engine.Jobs.WaitAsync(copy.Id, TimeSpan.FromSeconds(10), default)).State);
        Assert.Equal("0123", FakeImage.Read(world, Copy));
    }

    [Fact]
    public async Task Commit_deletes_its_images_when_asked_to_and_a_pull_of_nothing_is_done_at_once()
    {
        foreach (var isLive in new[] { true, false })
        {
            var (world, daemon, _) = await BeginAsync(null, isLive, null);
            await DoneAsync(daemon.Engine, WishFor("commit middle") with { Base = Base, DeleteImages = true });
            Assert.Equal([Base, Top], world.DiskImages.Keys.Order());
            await DoneAsync(daemon.Engine, WishFor("pull"));
            await DoneAsync(daemon.Engine, WishFor("commit") with { DeleteImages = true });
            Assert.Equal([Base], world.DiskImages.Keys);
            await DoneAsync(daemon.Engine, new() { Disk = "vda", Kind = DiskJobKind.Pull });
            Assert.Equal("0123", FakeImage.Read(world, PathOf(daemon.Engine)));
        }

        static async Task DoneAsync(LodgeEngine engine, DiskJobWish wish)
        {
            var job = await engine.DiskJobs.BeginAsync(Vm, wish, default);
            var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
            Assert.True(ended.State == JobState.Succeeded, $"{wish.Kind}: {ended.Error?.Message}");
        }
    }

    private static async Task<(FakeWorld World, FakeDaemon Daemon, Task Act)> BeginAsync(string? work, bool isLive, int? crashAt)
    {
        var world = new FakeWorld();
        FakeImage.Write(world, Base, "0");
        world.DiskImages[Middle] = new FakeImage(new LayerFile(Base, DiskFormat.Raw), ["1"]);
        world.DiskImages[Top] = new FakeImage(new LayerFile(Middle, DiskFormat.Qcow2), ["2"]);
        var daemon = await world.StartDaemonAsync();
        var engine = daemon.Engine;
        await engine.Definitions.DefineAsync(
            new(disks: [new DiskDefinition { Name = "vda", Source = new FileDiskSource { Path = Top }, Format = DiskFormat.Qcow2 }]) { Name = Vm }, default);
        if (isLive)
        {
            await engine.Lifecycle.StartAsync(Vm, paused: false, discardSave: false, default);
        }

        FakeImage.Write(world, Top, "3");
        foreach (var qemu in world.Processes.Values.Where(_ => work is not null))
        {
            (qemu.FailsToPivot, qemu.WritesNext) = (IsRefused(work), "4");
        }

        daemon.Fate.CrashAt(crashAt);
        return (world, daemon, work is null ? Task.CompletedTask : ActAsync(daemon, work));
    }

    private static async Task ActAsync(FakeDaemon daemon, string work)
    {
        try
        {
            var job = await daemon.Engine.DiskJobs.BeginAsync(Vm, WishFor(work), default);
            await daemon.Engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(5), default);
        }
        catch (Exception failure) when (failure is SimulatedCrashException or LodgeException)
        {
            Assert.True(daemon.Fate.IsDead, failure.Message);
        }
    }

    private static DiskJobWish WishFor(string work) => work switch
    {
        "pull" => new() { Disk = "vda", Kind = DiskJobKind.Pull, Base = Base },
        "commit" or "commit refused" => new() { Disk = "vda", Kind = DiskJobKind.Commit, AtReady = AtReady.Pivot },
        "commit middle" => new() { Disk = "vda", Kind = DiskJobKind.Commit, Top = "vda[1]", AtReady = AtReady.Pivot },
        _ => new() { Disk = "vda", Kind = DiskJobKind.Copy, Path = Copy, Format = DiskFormat.Raw, AtReady = work == "copy" ? AtReady.Finish : AtReady.Pivot },
    };

    private static string Expected(string work) => work switch
    {
        "move" => Copy,
        "commit" => Base,
        _ => Top,
    };

    // QEMU fails in the last moment, and the guest goes on where it was.
    private static bool IsRefused(string? work) => work?.EndsWith("refused", StringComparison.Ordinal) == true;

    private static async Task CheckAsync(FakeWorld world, bool takesQemu, string when)
    {
        var guest = world.Processes.Values.SingleOrDefault();
        if (takesQemu)
        {
            foreach (var id in world.Processes.Keys)
            {
                world.Processes.TryRemove(id, out _);
            }
        }

        var engine = (await world.StartDaemonAsync()).Engine;
        await engine.Recovered;
        foreach (var job in engine.Jobs.List().Where(job => job.State == JobState.Running))
        {
            await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
        }

        var vm = engine.Vms.Get(Vm);
        var path = PathOf(engine);
        var written = guest is { WritesNext: null } ? "01234" : "0123";
        Assert.True(FakeImage.Read(world, path) == written, $"{when}: the guest wrote {written} and sees {FakeImage.Read(world, path)} in {path}");
        Assert.True(vm.CurrentDefinition.Disks[0].Source!.HostPath() == path, $"{when}: the record of what runs names another image");
        if (world.Processes.TryGetValue(vm.Id, out var qemu))
        {
            Assert.True(qemu.Tops["vda"] == path, $"{when}: QEMU writes to {qemu.Tops["vda"]}, and the definition names {path}");
            Assert.True((qemu.State, vm.Status.State) == (GuestRunState.Running, VmState.Running), $"{when}: the guest is {qemu.State}, and shown as {vm.Status.State}");
        }

        Assert.True(engine.Snapshots.List(Vm).Jobs is null, $"{when}: work is left");
        Assert.True(!world.DiskImages.ContainsKey(Copy) || FakeImage.Read(world, Copy) is "0123" or "01234", $"{when}: half a copy is left");
    }

    private static string PathOf(LodgeEngine engine) => engine.Vms.Get(Vm).Definition.Disks[0].Source!.HostPath()!;
}
