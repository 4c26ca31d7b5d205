using Lodge.Engine.DiskJobs;
using Lodge.Engine.Snapshots;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Snapshots;

/// <summary>Snapshots within qcow2 images, alone and in chains of images.</summary>
public sealed class InternalSnapshotTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Mixed_tree_deleted_in_any_order_loses_nothing(bool isLive)
    {
        foreach (var order in SnapshotTreeTests.Orders(Names))
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

            Assert.All(world.World.DiskImages.Values, image => Assert.Empty(image.Tags));
            Assert.Null(engine.Snapshots.List(SnapshotWorld.Vm).LooseTags);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_snapshot_of_a_mixed_tree_is_gone_back_to_again_and_again(bool isLive)
    {
        var (world, engine) = await TreeAsync(isLive);
        foreach (var name in Names.Concat(Names.Reverse()).Append("a").Append("a"))
        {
            await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Revert(SnapshotWorld.Vm, name, RevertTo.AsRecorded), name);
            Assert.Equal(world.Promised[name], world.Contents(engine));
            world.Write(engine, "more");
            world.IsWhole(engine, name);
            Assert.All(engine.Snapshots.List(SnapshotWorld.Vm).Snapshots, item => Assert.Equal(world.Promised[item.Name], world.Contents(item)));
        }

        Assert.Equal(isLive ? VmState.Running : VmState.Stopped, engine.Vms.Get(SnapshotWorld.Vm).Status.State);
    }

    [Fact]
    public async Task Internal_snapshots_alone_leave_the_disks_in_their_images_and_memory_goes_on_from_them()
    {
        var world = new SnapshotWorld(DiskFormat.Qcow2);
        var engine = (await world.World.StartDaemonAsync()).Engine;
        await world.PrepareAsync(engine);
        await engine.Lifecycle.StartAsync(SnapshotWorld.Vm, paused: false, discardSave: false, default);
        await world.SnapshotAsync(engine, "a", memory: true, inside: true);
        world.Write(engine, "b");
        await world.SnapshotAsync(engine, "b", inside: true);
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Revert(SnapshotWorld.Vm, "a", RevertTo.AsRecorded));
        var header = world.World.SavedFiles[engine.Snapshots.Get(SnapshotWorld.Vm, "a").Memory!];
        Assert.Equal(engine.Snapshots.Get(SnapshotWorld.Vm, "a").Disks[0].Tag, header.Tag);
        Assert.Equal(SnapshotWorld.Disks, header.TaggedDisks);
        Assert.Equal(world.Promised["a"], world.Contents(engine));
        Assert.Equal(SnapshotWorld.Disks.Select(world.First).Order(), world.World.DiskImages.Keys.Order());
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Delete(SnapshotWorld.Vm, "a", SnapshotScope.WithChildren));
        world.IsWhole(engine, "at the end");
    }

    [Fact]
    public async Task Nothing_is_merged_into_an_image_with_an_internal_snapshot_nor_it_into_another()
    {
        var world = new SnapshotWorld();
        var engine = (await world.World.StartDaemonAsync()).Engine;
        await world.PrepareAsync(engine);
        await world.SnapshotAsync(engine, "outside");
        world.Write(engine, "1");
        await world.SnapshotAsync(engine, "inside", inside: true);
        world.Write(engine, "2");
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Delete(SnapshotWorld.Vm, "outside", SnapshotScope.One));
        Assert.Equal((world.Promised["inside"], "012012"), (world.Contents(engine.Snapshots.Get(SnapshotWorld.Vm, "inside")), world.Contents(engine)));
        foreach (var kind in new[] { DiskJobKind.Pull, DiskJobKind.Commit })
        {
            var refused = await Assert.ThrowsAsync<LodgeException>(() => engine.DiskJobs.BeginAsync(SnapshotWorld.Vm, new DiskJobWish { Disk = "vda", Kind = kind }, default));
            Assert.Equal(ErrorCode.ImageInUse, refused.Error.Code);
        }

        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Delete(SnapshotWorld.Vm, "inside", SnapshotScope.One));
        Assert.Equal(SnapshotWorld.Disks.Select(world.First).Order(), world.World.DiskImages.Keys.Order());
        Assert.Equal("012012", world.Contents(engine));
    }

    [Fact]
    public async Task Internal_snapshot_of_raw_images_is_refused_and_one_that_fails_half_way_leaves_nothing()
    {
        var raw = new SnapshotWorld();
        var engine = (await raw.World.StartDaemonAsync()).Engine;
        await raw.PrepareAsync(engine);
        var refused = Assert.Throws<LodgeException>(() => engine.Snapshots.Create(SnapshotWorld.Vm, new SnapshotWish { Name = "a", Internal = true }));
        Assert.Equal(ErrorCode.Unsupported, refused.Error.Code);

        var world = new SnapshotWorld(DiskFormat.Qcow2);
        engine = (await world.World.StartDaemonAsync()).Engine;
        await world.PrepareAsync(engine);
        world.World.UntaggableImage = world.First("vdb");
        var job = engine.Snapshots.Create(SnapshotWorld.Vm, new SnapshotWish { Name = "a", Internal = true });
        Assert.Equal(JobState.Failed, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), default)).State);
        Assert.Empty(engine.Snapshots.List(SnapshotWorld.Vm).Snapshots);
        world.IsWhole(engine, "after the failure");
        Assert.All(world.World.DiskImages.Values, image => Assert.Empty(image.Tags));
    }

    // a within the first images, b those images, c within the ones above; d within copies of the first, where the VM goes on.
    private static async Task<(SnapshotWorld World, LodgeEngine Engine)> TreeAsync(bool isLive)
    {
        var world = new SnapshotWorld(DiskFormat.Qcow2);
        var engine = (await world.World.StartDaemonAsync()).Engine;
        await world.PrepareAsync(engine);
        if (isLive)
        {
            await engine.Lifecycle.StartAsync(SnapshotWorld.Vm, paused: false, discardSave: false, default);
        }

        foreach (var name in Names.Take(3))
        {
            world.Write(engine, name);
            await world.SnapshotAsync(engine, name, memory: isLive && name == "c", inside: name != "b");
        }

        world.Write(engine, "lost");
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Revert(SnapshotWorld.Vm, "a", RevertTo.AsRecorded));
        Assert.Equal(world.Promised["a"], world.Contents(engine));
        world.Write(engine, "d");
        await world.SnapshotAsync(engine, "d", inside: true);
        world.Write(engine, "e");
        world.IsWhole(engine, "the tree");
        return (world, engine);
    }
}
