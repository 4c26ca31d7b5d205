using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Snapshots;

/// <summary>
/// Kills the daemon, or daemon and QEMU, at every touch of the outside while snapshots are made, reverted and deleted:
/// the next daemon finds the old disks or the new ones, whole, and every snapshot that was promised.
/// </summary>
public sealed class SnapshotCrashTests
{
    public static TheoryData<string, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool>();
            foreach (var work in new[] { "create", "create with memory", "revert", "delete", "delete all", "internal create", "internal create with memory", "internal revert", "internal revert in a copy", "internal delete" })
            {
                cases.Add(work, true, false);
                cases.Add(work, true, true);
                if (!work.EndsWith("memory", StringComparison.Ordinal))
                {
                    cases.Add(work, false, false);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Crash_at_any_touch_leaves_the_old_disks_or_the_new_ones(string work, bool isLive, bool takesQemu)
    {
        var (_, whole, begun) = await BeginAsync(work, isLive, null);
        await begun;
        for (var touch = 1; touch <= whole.Fate.Touches; touch++)
        {
            var when = $"{work}, {(isLive ? "live" : "stopped")}{(takesQemu ? ", with its QEMU" : "")}, killed at touch {touch} of {whole.Fate.Touches}";
            var (world, daemon, act) = await BeginAsync(work, isLive, touch);
            await Task.WhenAny(act, daemon.Fate.Died);
            await Task.WhenAny(act, Task.Delay(20, TestContext.Current.CancellationToken));
            await CheckAsync(world, takesQemu, work, when);
        }
    }

    private static async Task<(SnapshotWorld World, FakeDaemon Daemon, Task Act)> BeginAsync(string work, bool isLive, int? crashAt)
    {
        var inside = work.StartsWith("internal", StringComparison.Ordinal);
        var world = new SnapshotWorld(inside ? DiskFormat.Qcow2 : DiskFormat.Raw);
        var daemon = await world.World.StartDaemonAsync();
        var engine = daemon.Engine;
        await world.PrepareAsync(engine);
        if (isLive)
        {
            await engine.Lifecycle.StartAsync(SnapshotWorld.Vm, paused: false, discardSave: false, default);
        }

        world.Write(engine, "1");
        await world.SnapshotAsync(engine, "first", inside: inside);
        world.Write(engine, "2");
        await world.SnapshotAsync(engine, "second", inside: inside && !work.EndsWith("copy", StringComparison.Ordinal));
        world.Write(engine, "3");
        daemon.Fate.CrashAt(crashAt);
        return (world, daemon, ActAsync(world, daemon, work));
    }

    private static async Task ActAsync(SnapshotWorld world, FakeDaemon daemon, string work)
    {
        var engine = daemon.Engine;
        try
        {
            var job = work switch
            {
                "revert" or "internal revert" or "internal revert in a copy" => engine.Snapshots.Revert(SnapshotWorld.Vm, "first", RevertTo.AsRecorded),
                "delete all" => engine.Snapshots.Delete(SnapshotWorld.Vm, "first", SnapshotScope.WithChildren),
                "delete" or "internal delete" => engine.Snapshots.Delete(SnapshotWorld.Vm, "second", SnapshotScope.One),
                _ => engine.Snapshots.Create(SnapshotWorld.Vm, new() { Name = "third", Memory = work.EndsWith("memory", StringComparison.Ordinal), Internal = work.StartsWith("internal", StringComparison.Ordinal) }),
            };
            await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(5), default);
        }
        catch (Exception failure) when (failure is SimulatedCrashException or LodgeException)
        {
            Assert.True(daemon.Fate.IsDead, failure.Message);
        }

        _ = world;
    }

    private static async Task CheckAsync(SnapshotWorld world, bool takesQemu, string work, string when)
    {
        if (takesQemu)
        {
            foreach (var id in world.World.Processes.Keys)
            {
                world.World.Processes.TryRemove(id, out _);
            }
        }

        var engine = (await world.World.StartDaemonAsync()).Engine;
        foreach (var job in engine.Jobs.List().Where(job => job.State == JobState.Running))
        {
            await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
        }

        var seen = world.Contents(engine);
        var expected = work.Contains("revert", StringComparison.Ordinal) ? new[] { "01230123", world.Promised["first"] } : ["01230123"];
        Assert.True(expected.Contains(seen), $"{when}: the guest sees {seen}");
        foreach (var snapshot in engine.Snapshots.List(SnapshotWorld.Vm).Snapshots)
        {
            var holds = snapshot.Name == "third" ? "01230123" : world.Promised[snapshot.Name];
            Assert.True(world.Contents(snapshot) == holds, $"{when}: snapshot {snapshot.Name} holds {world.Contents(snapshot)}");
        }

        Assert.True(work == "delete all" || engine.Snapshots.List(SnapshotWorld.Vm).Snapshots.Any(snapshot => snapshot.Name == "first"), $"{when}: a snapshot is lost");
        world.IsWhole(engine, when);
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Create(SnapshotWorld.Vm, new() { Name = "after" }), when);
        world.IsWhole(engine, $"{when}, and another snapshot made");
    }
}
