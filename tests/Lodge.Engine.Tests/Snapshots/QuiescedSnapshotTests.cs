using Lodge.Engine.Snapshots;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Snapshots;

/// <summary>Snapshots for which the guest's agent halts all writing.</summary>
public sealed class QuiescedSnapshotTests
{
    [Fact]
    public async Task Guest_is_frozen_while_its_disks_are_switched_and_thawed_afterwards()
    {
        var (engine, qemu) = await RunAsync();
        await SnapshotWorld.EndsAsync(engine, engine.Snapshots.Create(SnapshotWorld.Vm, new SnapshotWish { Name = "calm", Quiesce = true }));
        Assert.True(qemu.WasFrozenWhenSwitched);
        Assert.False(qemu.Agent.IsFrozen);
        Assert.True(engine.Snapshots.Get(SnapshotWorld.Vm, "calm").Quiesced);
    }

    [Fact]
    public async Task Guest_is_thawed_when_its_disks_could_not_be_switched()
    {
        var (engine, qemu) = await RunAsync();
        qemu.RefusesSwitch = true;
        Assert.Equal(ErrorCode.HypervisorFailed, await FailsAsync(engine));
        Assert.True(qemu.WasFrozenWhenSwitched);
        Assert.False(qemu.Agent.IsFrozen);
        Assert.Empty(engine.Snapshots.List(SnapshotWorld.Vm).Snapshots);
    }

    [Fact]
    public async Task Guest_without_an_agent_is_not_snapshotted_as_if_it_was_calm()
    {
        var (engine, qemu) = await RunAsync();
        qemu.Agent.IsRunning = false;
        await FailsAsync(engine);
        Assert.Null(qemu.WasFrozenWhenSwitched);
        Assert.Empty(engine.Snapshots.List(SnapshotWorld.Vm).Snapshots);
    }

    private static async Task<(LodgeEngine Engine, FakeQemu Qemu)> RunAsync()
    {
        var world = new SnapshotWorld();
        var engine = (await world.World.StartDaemonAsync()).Engine;
        await world.PrepareAsync(engine);
        await engine.Lifecycle.StartAsync(SnapshotWorld.Vm, paused: false, discardSave: false, default);
        var qemu = world.World.Processes.Values.Single();
        qemu.Agent.IsRunning = true;
        return (engine, qemu);
    }

    private static async Task<ErrorCode> FailsAsync(LodgeEngine engine)
    {
        var job = engine.Snapshots.Create(SnapshotWorld.Vm, new SnapshotWish { Name = "calm", Quiesce = true });
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(20), default);
        Assert.Equal(JobState.Failed, ended.State);
        return ended.Error!.Code;
    }
}
