using Lodge.Engine.Checkpoints;
using Lodge.Engine.Snapshots;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Checkpoints;

/// <summary>
/// Kills the daemon, or daemon and QEMU, at every touch of the outside while checkpoints are made and deleted, while
/// snapshots have their bitmaps change images, and while those within images are gone back to: the next daemon finds each
/// checkpoint with all its bitmaps, on disks that hold all since, or broken, and no bitmap that belongs to none.
/// </summary>
public sealed class CheckpointCrashTests
{
    private const string Vm = "vm";
    private static readonly string[] s_disks = ["vda", "vdb"];

    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (var work in new[] { "create", "delete", "delete all", "snapshot", "delete snapshot", "revert", "internal snapshot", "internal revert", "mixed revert" })
            {
                cases.Add(work, true, false);
                cases.Add(work, true, true);
                cases.Add(work, false, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Crash_at_any_touch_leaves_each_checkpoint_whole_or_says_that_it_is_broken(string work, bool isLive, bool takesQemu)
    {
        var (_, whole, begun) = await BeginAsync(work, isLive, null);
        await begun;
        Assert.All(whole.Engine.Checkpoints.List(Vm).Checkpoints, item => Assert.True((item.Problem is not null) == IsRevert(work), $"{work}: {item.Name} is {item.Problem ?? "trusted"}"));
        for (var touch = 1; touch <= whole.Fate.Touches; touch++)
        {
            var when = $"{work}, {(isLive ? "live" : "stopped")}{(takesQemu ? ", with its QEMU" : "")}, killed at touch {touch} of {whole.Fate.Touches}";
            var (world, daemon, act) = await BeginAsync(work, isLive, touch);
            await Task.WhenAny(act, daemon.Fate.Died);
            await Task.WhenAny(act, Task.Delay(20, TestContext.Current.CancellationToken));
            await CheckAsync(world, takesQemu, work, when);
        }
    }

    private static async Task<(FakeWorld World, FakeDaemon Daemon, Task Act)> BeginAsync(string work, bool isLive, int? crashAt)
    {
        var world = new FakeWorld();
        var daemon = await world.StartDaemonAsync();
        var engine = daemon.Engine;
        Write(world, s_disks.Select(disk => $"/images/{disk}.qcow2"), "0");
        await engine.Definitions.DefineAsync(
            new VmDefinition(disks: [.. s_disks.Select(name => new DiskDefinition { Name = name, Source = new FileDiskSource { Path = $"/images/{name}.qcow2" }, Format = DiskFormat.Qcow2 })])
            {
                Name = Vm,
            },
            default);
        if (isLive)
        {
            await engine.Lifecycle.StartAsync(Vm, paused: false, discardSave: false, default);
        }

        await engine.Checkpoints.CreateAsync(Vm, new CheckpointWish { Name = "first" }, default);
        Write(world, Tops(engine), "1");
        if (work == "delete snapshot" || IsRevert(work))
        {
            var isInternal = work is "internal revert" or "mixed revert";
            await EndsAsync(engine, engine.Snapshots.Create(Vm, new SnapshotWish { Name = "kept", Internal = isInternal, Memory = isInternal && isLive }));
        }

        await engine.Checkpoints.CreateAsync(Vm, new CheckpointWish { Name = "second" }, default);
        Write(world, Tops(engine), "2");
        if (work == "mixed revert")
        {
            await EndsAsync(engine, engine.Snapshots.Create(Vm, new SnapshotWish { Name = "above" }));
        }

        daemon.Fate.CrashAt(crashAt);
        return (world, daemon, ActAsync(daemon, work));
    }

    private static async Task ActAsync(FakeDaemon daemon, string work)
    {
        var (engine, checkpoints) = (daemon.Engine, daemon.Engine.Checkpoints);
        try
        {
            await (work switch
            {
                "create" => checkpoints.CreateAsync(Vm, new CheckpointWish { Name = "third" }, default),
                "delete" => checkpoints.DeleteAsync(Vm, "first", CheckpointScope.One, recordOnly: false, default),
                "delete all" => checkpoints.DeleteAsync(Vm, "first", CheckpointScope.WithChildren, recordOnly: false, default),
                "snapshot" or "internal snapshot" => engine.Jobs.WaitAsync(
                    engine.Snapshots.Create(Vm, new SnapshotWish { Name = "kept", Internal = work != "snapshot" }).Id, TimeSpan.FromSeconds(5), default),
                "revert" or "internal revert" or "mixed revert" => engine.Jobs.WaitAsync(engine.Snapshots.Revert(Vm, "kept", RevertTo.AsRecorded).Id, TimeSpan.FromSeconds(5), default),
                _ => engine.Jobs.WaitAsync(engine.Snapshots.Delete(Vm, "kept", SnapshotScope.One).Id, TimeSpan.FromSeconds(5), default),
            });
        }
        catch (Exception failure) when (failure is SimulatedCrashException or LodgeException)
        {
            Assert.True(daemon.Fate.IsDead, failure.Message);
        }
    }

    private static async Task CheckAsync(FakeWorld world, bool takesQemu, string work, string when)
    {
        var isKilled = takesQemu && !world.Processes.IsEmpty;
        if (isKilled)
        {
            foreach (var (id, qemu) in world.Processes)
            {
                world.Processes.TryRemove(id, out _);
                foreach (var key in world.Bitmaps.Keys.Where(key => qemu.Tops.Values.Contains(key.Path)))
                {
                    world.Bitmaps[key] = world.Bitmaps[key] with { IsSound = false };
                }
            }
        }

        var engine = (await world.StartDaemonAsync()).Engine;
        foreach (var job in engine.Jobs.List().Where(job => job.State == JobState.Running))
        {
            await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
        }

        var set = engine.Checkpoints.List(Vm);
        Assert.True(set.Unneeded.Count == 0, $"{when}: bitmaps are left to be removed");
        Assert.True(work.StartsWith("delete a", StringComparison.Ordinal) || set.Checkpoints.Any(item => item.Name == "second"), $"{when}: a checkpoint is lost");
        Assert.True(takesQemu || IsRevert(work) || set.Checkpoints.All(item => item.Problem is null), $"{when}: {set.Checkpoints.FirstOrDefault(item => item.Problem is not null)?.Problem}");
        var trusted = set.Checkpoints.Where(item => item.Problem is null).Select(item => item.Name).ToHashSet();
        Assert.True(!isKilled || trusted.Count == 0, $"{when}: {string.Join(' ', trusted)} are trusted, whose QEMU was killed");
        foreach (var path in Tops(engine))
        {
            var there = world.Bitmaps.Where(item => item.Key.Path == path).ToDictionary(item => item.Key.Name, item => item.Value);
            Assert.True(there.Keys.ToHashSet().SetEquals(trusted), $"{when}: {path} has the bitmaps {string.Join(' ', there.Keys)}");
            Assert.True(trusted.Count == 0 || FakeImage.Read(world, path) == "012", $"{when}: {path} shows {FakeImage.Read(world, path)}, and its checkpoints are trusted");
            Assert.True(there.All(item => item.Value == new FakeBitmap(item.Key switch { "first" => 1, "second" => 2, _ => 3 }, true)), $"{when}: a bitmap is wrong");
        }

        await engine.Checkpoints.CreateAsync(Vm, new CheckpointWish { Name = "after" }, default);
    }

    private static bool IsRevert(string work) => work.EndsWith("revert", StringComparison.Ordinal);

    private static IReadOnlyList<string> Tops(LodgeEngine engine) => [.. engine.Vms.Get(Vm).CurrentDefinition.Disks.Select(disk => disk.Source!.HostPath()!)];

    private static void Write(FakeWorld world, IEnumerable<string> paths, string text) => paths.ToList().ForEach(path => FakeImage.Write(world, path, text));

    private static async Task EndsAsync(LodgeEngine engine, Job job) =>
        Assert.Equal(JobState.Succeeded, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), default)).State);
}
