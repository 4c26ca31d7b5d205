using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.States;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Vms;

/// <summary>Watchdogs and clocks of guests as the engine sees them.</summary>
public sealed class GuestEventTests
{
    private readonly FakeWorld _world = new();

    private FakeQemu Qemu => Assert.Single(_world.Processes.Values);

    [Theory]
    [InlineData(false, JobState.Succeeded)]
    [InlineData(true, JobState.Failed)]
    public async Task Watchdog_that_dumps_lets_the_guest_go_on_whatever_comes_of_it(bool isDiskFull, JobState outcome)
    {
        var engine = await StartAsync(new() { Name = "vm", Watchdogs = [new() { Action = WatchdogAction.Dump }] });
        _world.SaveFailure = isDiskFull ? new LodgeException(ErrorCode.InsufficientResources, "There is no space left.") : null;
        Fire();
        await UntilAsync(() => engine.Jobs.List() is [{ Kind: JobKind.Dump } job] && job.State == outcome);
        await UntilAsync(() => engine.Vms.Get("vm").Status.State == VmState.Running);
        Assert.Equal(GuestRunState.Running, Qemu.State);
        Assert.Equal(isDiskFull ? 0 : 1, _world.Dumps.Count);
    }

    [Fact]
    public async Task Watchdogs_dump_that_a_daemon_did_not_finish_is_made_by_the_next()
    {
        var first = await _world.StartDaemonAsync();
        await first.Engine.Lifecycle.LaunchAsync(
            new VmDefinition { Name = "vm", Watchdogs = [new() { Action = WatchdogAction.Dump }] }, transient: false, paused: false, default);
        _world.SaveGate = new TaskCompletionSource().Task;
        Fire();
        await UntilAsync(() => !_world.PartialFiles.IsEmpty);
        first.Fate.CrashAt(1);

        _world.SaveGate = Task.CompletedTask;
        var engine = (await _world.StartDaemonAsync()).Engine;
        await UntilAsync(() => engine.Vms.Get("vm").Status.State == VmState.Running);
        Assert.Single(_world.Dumps);
        Assert.Empty(_world.PartialFiles);
    }

    [Fact]
    public async Task Watchdog_that_pauses_leaves_the_guest_paused_and_is_told_of()
    {
        var engine = await StartAsync(new() { Name = "vm", Watchdogs = [new() { Action = WatchdogAction.Pause }] });
        using var events = engine.Events.Subscribe(null);
        Fire();
        var told = await events.ReadAsync(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token)
            .FirstAsync(item => item.Kind == EventKind.VmWatchdog);
        Assert.Equal("pause", told.Detail);
        await UntilAsync(() => engine.Vms.Get("vm").Status is { State: VmState.Paused, Reason: VmReason.Watchdog });
        Assert.Empty(engine.Jobs.List());
    }

    // As QEMU does it at the second time within a second.
    [Fact]
    public async Task Guest_that_stands_still_before_its_watchdog_is_told_of_is_dumped_all_the_same()
    {
        var engine = await StartAsync(new() { Name = "vm", Watchdogs = [new() { Action = WatchdogAction.Dump }] });
        Qemu.State = GuestRunState.Watchdog;
        Qemu.Report(new GuestPaused());
        await UntilAsync(() => engine.Vms.Get("vm").Status is { State: VmState.Paused, Reason: VmReason.Watchdog });

        Qemu.Report(new WatchdogFired(GuestStopped: true));

        await UntilAsync(() => engine.Vms.Get("vm").Status.State == VmState.Running);
        Assert.Single(_world.Dumps);
    }

    [Theory]
    [InlineData(LifecycleAction.Destroy, VmState.Stopped)]
    [InlineData(LifecycleAction.Restart, VmState.Running)]
    public async Task Watchdog_that_powers_off_does_what_a_power_off_does(LifecycleAction policy, VmState expected)
    {
        var engine = await StartAsync(new() { Name = "vm", OnPowerOff = policy, Watchdogs = [new() { Action = WatchdogAction.Poweroff }] });
        var qemu = Qemu;
        Fire();
        await UntilAsync(() => engine.Vms.Get("vm").Status is { Reason: not VmReason.Booted, State: var state } && state == expected);
        Assert.Equal(policy == LifecycleAction.Restart ? 1 : 0, qemu.Resets);
    }

    [Fact]
    public async Task Watchdogs_power_off_that_no_daemon_saw_is_finished_by_the_next()
    {
        var first = await _world.StartDaemonAsync();
        await first.Engine.Lifecycle.LaunchAsync(
            new VmDefinition { Name = "vm", Watchdogs = [new() { Action = WatchdogAction.Poweroff }] }, transient: false, paused: false, default);
        first.Fate.CrashAt(1);
        Qemu.State = GuestRunState.Watchdog;

        var engine = (await _world.StartDaemonAsync()).Engine;
        await UntilAsync(() => engine.Vms.Get("vm").Status.State == VmState.Stopped);
        Assert.Empty(_world.Processes);
    }

    [Theory]
    [InlineData(150, 150)]
    [InlineData(101, 100)]
    public async Task Clock_that_a_guest_set_while_no_daemon_listened_is_kept_unless_it_is_only_a_little_off(int ahead, int kept)
    {
        var first = await _world.StartDaemonAsync();
        var definition = new VmDefinition { Name = "vm", Clock = new() { Offset = ClockOffset.Variable, Adjustment = 100 } };
        await first.Engine.Lifecycle.LaunchAsync(definition, transient: false, paused: false, default);
        first.Fate.CrashAt(1);
        Qemu.Clock = DateTime.UtcNow.AddSeconds(ahead);

        var engine = (await _world.StartDaemonAsync()).Engine;
        Assert.Equal(kept, Kept());
        Assert.Equal(kept, engine.Vms.Get("vm").Runtime!.Definition.Clock!.Adjustment);

        // QEMU still counts from what it was started with.
        Qemu.Report(new GuestClockSet(60));
        await UntilAsync(() => Kept() == 160);
    }

    [Fact]
    public async Task Clock_that_a_guest_sets_is_kept_as_the_adjustment_and_makes_no_revision()
    {
        var first = await _world.StartDaemonAsync();
        var definition = new VmDefinition { Name = "vm", Clock = new() { Offset = ClockOffset.Variable, Adjustment = 100 } };
        await first.Engine.Lifecycle.LaunchAsync(definition, transient: false, paused: false, default);
        var revision = first.Engine.Vms.Get("vm").Revision;
        Qemu.Report(new GuestClockSet(50));
        await UntilAsync(() => Kept() == 150);
        Qemu.Report(new GuestClockSet(-20));
        await UntilAsync(() => Kept() == 80);
        await UntilAsync(() => first.Engine.Vms.Get("vm").Runtime?.Definition.Clock?.Adjustment == 80);
        first.Fate.CrashAt(1);

        // QEMU still counts from what it was started with.
        var engine = (await _world.StartDaemonAsync()).Engine;
        Qemu.Report(new GuestClockSet(5));
        Qemu.PowerOff();
        await UntilAsync(() => Kept() == 105 && engine.Vms.Get("vm") is { Status.State: VmState.Stopped, Definition.Clock.Adjustment: 105 });
        Assert.Equal(revision, engine.Vms.Get("vm").Revision);
    }

    private long? Kept() => Assert.Single(_world.Database.Values).Definition.Value.Clock?.Adjustment;

    private void Fire()
    {
        Qemu.State = GuestRunState.Watchdog;
        Qemu.Report(new WatchdogFired(GuestStopped: true));
    }

    private async Task<LodgeEngine> StartAsync(VmDefinition definition)
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        await engine.Lifecycle.LaunchAsync(definition, transient: false, paused: false, default);
        return engine;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 1000 && !holds(); i++)
        {
            await Task.Delay(10);
        }

        Assert.True(holds());
    }
}
