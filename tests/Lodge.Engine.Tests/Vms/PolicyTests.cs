using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms;

/// <summary>What follows when a guest powers off, reboots, crashes, or its QEMU dies.</summary>
public sealed class PolicyTests
{
    private readonly FakeWorld _world = new();

    [Theory]
    [InlineData(LifecycleAction.Destroy, VmState.Stopped, VmReason.GuestPowerOff)]
    [InlineData(LifecycleAction.Restart, VmState.Running, VmReason.Restarted)]
    [InlineData(LifecycleAction.Preserve, VmState.Paused, VmReason.PoweredOffPreserved)]
    public async Task Guest_that_powers_off_is_treated_as_its_definition_says(LifecycleAction action, VmState state, VmReason reason)
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm", OnPowerOff = action });
        Qemu.PowerOff();
        await UntilAsync(engine, state, reason);
    }

    [Theory]
    [InlineData(LifecycleAction.Destroy, VmState.Stopped, VmReason.GuestPanicked)]
    [InlineData(LifecycleAction.Restart, VmState.Running, VmReason.Restarted)]
    [InlineData(LifecycleAction.Preserve, VmState.Crashed, VmReason.GuestPanicked)]
    public async Task Guest_that_panics_is_treated_as_its_definition_says(LifecycleAction action, VmState state, VmReason reason)
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm", OnCrash = action });
        Qemu.Panic();
        await UntilAsync(engine, state, reason);
    }

    [Theory]
    [InlineData(LifecycleAction.Destroy, VmState.Stopped, VmReason.GuestReboot)]
    [InlineData(LifecycleAction.Preserve, VmState.Paused, VmReason.PoweredOffPreserved)]
    public async Task Guest_that_reboots_against_its_policy_is_ended_or_kept(LifecycleAction action, VmState state, VmReason reason)
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm", OnReboot = action });
        Qemu.State = GuestRunState.PoweredOff;
        Qemu.Report(new GuestRebootStopped());
        await UntilAsync(engine, state, reason);
    }

    [Fact]
    public async Task Policy_is_carried_out_by_the_next_daemon_when_nobody_listened()
    {
        var first = await _world.StartDaemonAsync();
        await first.Engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, default);
        first.Fate.CrashAt(1);
        Qemu.State = GuestRunState.PoweredOff;
        var engine = (await _world.StartDaemonAsync()).Engine;
        await UntilAsync(engine, VmState.Stopped, VmReason.GuestPowerOff);
        Assert.Empty(_world.Processes);
    }

    [Fact]
    public async Task Qemu_that_dies_by_itself_is_buried_with_its_last_words()
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm" });
        Qemu.End(asked: false);
        await UntilAsync(engine, VmState.Stopped, VmReason.ProcessDied);
        var vm = engine.Vms.Get("vm");
        Assert.Equal(["qemu: last words"], vm.LastWords);
        Assert.Equal("killed by signal 9", vm.Status.Detail);
        Assert.Equal(["qemu: last words"], _world.Database[vm.Id].LastWords);
        Assert.Empty(_world.RunFolder);
    }

    [Fact]
    public async Task Stop_that_was_asked_for_ends_the_vm_even_when_its_policy_is_to_restart()
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm", OnPowerOff = LifecycleAction.Restart });
        var job = engine.Shutdown.ShutDown("vm", TimeSpan.FromSeconds(5), ShutDownEscalation.Fail);
        Assert.Equal(JobState.Succeeded, (await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(5), default)).State);
        Assert.Equal(VmState.Stopped, engine.Vms.Get("vm").Status.State);
    }

    [Theory]
    [InlineData(ShutDownEscalation.Fail, JobState.Failed, VmState.Running)]
    [InlineData(ShutDownEscalation.Kill, JobState.Succeeded, VmState.Stopped)]
    public async Task Guest_that_ignores_the_power_button_meets_the_chosen_escalation(ShutDownEscalation escalation, JobState outcome, VmState state)
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm" });
        Qemu.ObeysPowerButton = false;
        var job = engine.Shutdown.ShutDown("vm", TimeSpan.FromSeconds(1), escalation);
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(10), default);
        Assert.Equal(outcome, ended.State);
        Assert.Equal(state, engine.Vms.Get("vm").Status.State);
        Assert.Equal(outcome == JobState.Failed ? ErrorCode.Timeout : null, ended.Error?.Code);
    }

    [Fact]
    public async Task Launch_that_fails_leaves_no_vm_behind()
    {
        _world.LaunchFailure = new LodgeException(ErrorCode.HypervisorFailed, "QEMU ended at its start.");
        var engine = (await _world.StartDaemonAsync()).Engine;
        await Assert.ThrowsAsync<LodgeException>(() => engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, default));
        Assert.Empty(engine.Vms.List());
        Assert.Empty(_world.Database);
    }

    [Fact]
    public async Task Save_that_fails_lets_the_guest_run_on_and_says_why()
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm" });
        _world.SaveFailure = new LodgeException(ErrorCode.InsufficientResources, "The disk is full.");
        var job = engine.Saving.Save("vm", null);
        var ended = await engine.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(5), default);
        Assert.Equal((JobState.Failed, "The disk is full."), (ended.State, ended.Error?.Message));
        Assert.Equal((VmState.Running, VmReason.SaveFailed), (engine.Vms.Get("vm").Status.State, engine.Vms.Get("vm").Status.Reason));
        Assert.Equal(GuestRunState.Running, Qemu.State);
    }

    [Fact]
    public async Task Kill_cuts_through_a_save_that_takes_for_ever()
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm" });
        _world.SaveGate = Task.Delay(Timeout.Infinite);
        engine.Saving.Save("vm", null);
        await UntilAsync(engine, VmState.Saving, VmReason.SaveRequested);
        await engine.Lifecycle.KillAsync("vm", default).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(VmState.Stopped, engine.Vms.Get("vm").Status.State);
        Assert.Empty(_world.PartialFiles);
    }

    [Fact]
    public async Task Autostart_happens_once_for_each_boot_of_the_host()
    {
        var engine = await StartAsync(new VmDefinition { Name = "vm", Autostart = true });
        await engine.Lifecycle.KillAsync("vm", default);
        engine = (await _world.StartDaemonAsync()).Engine;
        Assert.Equal(VmState.Stopped, engine.Vms.Get("vm").Status.State);
        _world.BootId = "boot 2";
        engine = (await _world.StartDaemonAsync()).Engine;
        Assert.Equal(VmState.Running, engine.Vms.Get("vm").Status.State);
    }

    [Fact]
    public async Task Qemu_that_does_not_answer_a_restarted_daemon_is_left_running_taken_over_later_and_can_be_killed()
    {
        var first = await _world.StartDaemonAsync();
        await first.Engine.Lifecycle.LaunchAsync(new VmDefinition { Name = "vm" }, transient: false, paused: false, default);
        first.Fate.CrashAt(1);
        _world.ReattachFailure = new LodgeException(ErrorCode.Timeout, "QEMU does not answer.");
        var second = await _world.StartDaemonAsync();
        Assert.Equal(VmState.Running, second.Engine.Vms.Get("vm").Status.State);
        Assert.Contains("does not answer", second.Engine.Vms.Get("vm").Status.Detail, StringComparison.Ordinal);
        Assert.Single(_world.Processes);
        _world.ReattachFailure = null;
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        await second.Engine.Lifecycle.PauseAsync("vm", default);
        second.Fate.CrashAt(1);
        _world.ReattachFailure = new LodgeException(ErrorCode.Timeout, "QEMU does not answer.");
        await (await _world.StartDaemonAsync()).Engine.Lifecycle.KillAsync("vm", default);
        Assert.Empty(_world.Processes);
    }

    private FakeQemu Qemu => _world.Processes.Values.Single();

    private async Task<LodgeEngine> StartAsync(VmDefinition definition)
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.Lifecycle.LaunchAsync(definition, transient: false, paused: false, default);
        return engine;
    }

    private static async Task UntilAsync(LodgeEngine engine, VmState state, VmReason reason)
    {
        for (var i = 0; i < 400 && engine.Vms.Get("vm").Status is var now && (now.State, now.Reason) != (state, reason); i++)
        {
            await Task.Delay(5);
        }

        Assert.Equal((state, reason), (engine.Vms.Get("vm").Status.State, engine.Vms.Get("vm").Status.Reason));
    }
}
