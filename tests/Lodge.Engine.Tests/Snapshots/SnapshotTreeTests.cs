using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Snapshots;

/// <summary>Snapshots that branch, and are deleted in every order.</summary>
public sealed class SnapshotTreeTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tree_deleted_in_any_order_loses_nothing_and_leaves_the_first_image(bool isLive)
    {
        foreach (var order in Orders(Names))
        {
            var (world, engine) = await TreeAsync(isLive);
            var seen = world.Contents(engine);
            foreach (var (name, done) in order.Select((name, index) => (name, index + 1)))
            {
                await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Delete(SnapshotWorld.Vm, name, SnapshotScope.One));
                var when = $"{string.Join(' ', order)}, after {name}";
                world.IsWhole(engine, when);
                Assert.Equal(seen, world.Contents(engine));
                foreach (var left in order.Skip(done))
                {
                    Assert.True(world.Promised[left] == world.Contents(engine.Snapshots.Get(SnapshotWorld.Vm, left)), $"{when}: {left} holds something else");
                }
            }

            Assert.Equal(SnapshotWorld.Disks.Select(disk => $"/images/{disk}.raw").Order(), world.World.DiskImages.Keys.Order());
            Assert.Equal(SnapshotWorld.Disks.Select(disk => $"/images/{disk}.raw"), engine.Vms.Get(SnapshotWorld.Vm).Definition.Disks.Select(disk => disk.Source!.HostPath()));
        }
    }

    [Fact]
    public async Task Revert_of_a_running_vm_brings_back_what_was_and_the_branch_goes_on_from_there()
    {
        var (world, engine) = await TreeAsync(isLive: true);
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Revert(SnapshotWorld.Vm, "a", RevertTo.AsRecorded));
        Assert.Equal(world.Promised["a"], world.Contents(engine));
        Assert.Equal(VmState.Running, engine.Vms.Get(SnapshotWorld.Vm).Status.State);
        Assert.Equal(engine.Snapshots.Get(SnapshotWorld.Vm, "a").Id, engine.Snapshots.List(SnapshotWorld.Vm).CurrentId);
        world.IsWhole(engine, "after the revert");
    }

    [Fact]
    public async Task Vm_with_snapshots_is_not_deleted_and_nobody_writes_to_their_images()
    {
        var (world, engine) = await TreeAsync(isLive: false);
        var refused = await Assert.ThrowsAsync<LodgeException>(() => engine.Definitions.UndefineAsync(SnapshotWorld.Vm, false, null, default));
        Assert.Equal(ErrorCode.InvalidState, refused.Error.Code);
        await engine.Definitions.DefineAsync(world.Definition with { Name = "thief" }, default);
        refused = await Assert.ThrowsAsync<LodgeException>(() => engine.Lifecycle.StartAsync("thief", false, false, default));
        Assert.Equal(ErrorCode.ImageInUse, refused.Error.Code);
    }

    [Fact]
    public async Task Image_that_a_stopped_vm_or_a_volume_stands_on_is_not_merged()
    {
        var (world, engine) = await TreeAsync(isLive: false);
        var under = engine.Snapshots.Get(SnapshotWorld.Vm, "c").Disks[0].Path;
        world.World.DiskImages["/pool/clone.qcow2"] = new FakeImage(new LayerFile(under, DiskFormat.Qcow2), []);
        await engine.Definitions.DefineAsync(
            new VmDefinition(disks:
            [
                new DiskDefinition
                {
                    Name = "vda",
                    Source = new VolumeDiskSource { Pool = "shelf", Volume = "clone.qcow2", At = new FileDiskSource { Path = "/pool/clone.qcow2" } },
                    Format = DiskFormat.Qcow2,
                },
            ])
            {
                Name = "clone",
            },
            default);
        var seen = FakeImage.Read(world.World, "/pool/clone.qcow2");
        foreach (var name in new[] { "c", "b", "d", "a" })
        {
            await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Delete(SnapshotWorld.Vm, name, SnapshotScope.One), name);
        }

        Assert.Equal(seen, FakeImage.Read(world.World, "/pool/clone.qcow2"));
    }

    [Fact]
    public async Task Snapshot_whose_making_failed_as_its_qemu_was_killed_is_not_listed()
    {
        var (world, engine) = await TreeAsync(isLive: true);
        var seen = world.Contents(engine);
        world.World.Processes.Values.Single().DiesWhenSwitched = true;
        var job = engine.Snapshots.Create(SnapshotWorld.Vm, new SnapshotWish { Name = "late" });
        Assert.Equal(JobState.Failed, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), default)).State);
        Assert.DoesNotContain(engine.Snapshots.List(SnapshotWorld.Vm).Snapshots, snapshot => snapshot.Name == "late");
        Assert.Null(engine.Snapshots.List(SnapshotWorld.Vm).Work);
        Assert.Equal(seen, world.Contents(engine));
    }

    [Fact]
    public async Task Snapshot_given_up_as_its_vm_is_killed_says_so()
    {
        var (world, engine) = await TreeAsync(isLive: true);
        world.World.SaveGate = new TaskCompletionSource().Task;
        var job = engine.Snapshots.Create(SnapshotWorld.Vm, new SnapshotWish { Name = "slow", Memory = true });
        while (world.World.PartialFiles.IsEmpty)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await engine.Lifecycle.KillAsync(SnapshotWorld.Vm, default);
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), default);
        Assert.Equal((JobState.Failed, ErrorCode.Cancelled), (ended.State, ended.Error!.Code));
        Assert.DoesNotContain(engine.Snapshots.List(SnapshotWorld.Vm).Snapshots, snapshot => snapshot.Name == "slow");
    }

    // a - b - c, and d beside b; the VM goes on from d.
    private static async Task<(SnapshotWorld World, LodgeEngine Engine)> TreeAsync(bool isLive)
    {
        var world = new SnapshotWorld();
        var engine = (await world.World.StartDaemonAsync()).Engine;
        await world.PrepareAsync(engine);
        foreach (var name in Names.Take(3))
        {
            world.Write(engine, name);
            await world.SnapshotAsync(engine, name);
        }

        world.Write(engine, "lost");
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Revert(SnapshotWorld.Vm, "a", RevertTo.AsRecorded));
        if (isLive)
        {
            await engine.Lifecycle.StartAsync(SnapshotWorld.Vm, paused: false, discardSave: false, default);
        }

        world.Write(engine, "d");
        await world.SnapshotAsync(engine, "d");
        world.Write(engine, "e");
        world.IsWhole(engine, "the tree");
        return (world, engine);
    }

    internal static IEnumerable<IReadOnlyList<string>> Orders(IReadOnlyList<string> names) => names.Count == 0
        ? [[]]
        : names.SelectMany(first => Orders([.. names.Where(name => name != first)]), (first, rest) => (IReadOnlyList<string>)[first, .. rest]);
}
