using Lodge.Engine.Gating;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms.Panel;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms;

/// <summary>Listens to every live VM and does what its definition says about power-off, reboot and crash.</summary>
internal sealed class VmSupervisor(
    VmInventory inventory, LiveVms live, VmStates states, Gates gates, VmEnder ender, VmRestarter restarter,
    Func<LiveVm, string, Task> released, WatchdogReaction watchdogs, GuestClock clock, MonitorFeed monitors, ILogger<VmSupervisor> logger)
{
    /// <summary>Follows a VM until its process is gone or let go.</summary>
    public void Watch(LiveVm vm)
    {
        vm.Process.Listen(happened => monitors.Tell(vm.VmId, happened));
        _ = Task.Run(() => FollowAsync(vm));
    }

    /// <summary>Does what the policy says about a power-off or crash that happened while nobody listened.</summary>
    public void CatchUp(LiveVm vm, VmStatus status) => _ = Task.Run(() => TryAsync(vm, status.State.ToString(), () => status switch
    {
        { State: VmState.Crashed } => FollowPolicyAsync(vm, definition => definition.OnCrash, VmTrigger.CrashCompleted),
        { Reason: VmReason.GuestReboot } => FollowPolicyAsync(vm, definition => definition.OnReboot, VmTrigger.PowerOffCompleted),
        _ => PowerOffAsync(vm),
    }));

    private async Task FollowAsync(LiveVm vm)
    {
        await foreach (var item in vm.Process.Events.ReadAllAsync())
        {
            if (!ReferenceEquals(live.Find(vm.VmId), vm))
            {
                return;
            }

            await TryAsync(vm, item.GetType().Name, () => ReactAsync(vm, item));
        }
    }

    private async Task TryAsync(LiveVm vm, string what, Func<Task> react)
    {
        try
        {
            await react();
        }
        catch (Exception failure) when (failure is LodgeException or IOException or OperationCanceledException)
        {
            Log.ReactionFailed(logger, vm.Intent.Definition.Name, what, failure);
        }
    }

    private Task ReactAsync(LiveVm vm, VmProcessEvent item)
    {
        switch (item)
        {
            case GuestPoweredOff:
                states.Apply(vm.VmId, VmTrigger.GuestPoweredOff);
                return PowerOffAsync(vm);
            case GuestRebootStopped:
                states.Apply(vm.VmId, VmTrigger.GuestRebootedToEnd);
                return FollowPolicyAsync(vm, definition => definition.OnReboot, VmTrigger.PowerOffCompleted);
            case GuestPanicked panic:
                states.Apply(vm.VmId, VmTrigger.GuestPanicked, panic.Detail);
                return FollowPolicyAsync(vm, definition => definition.OnCrash, VmTrigger.CrashCompleted);
            case ProcessExited { Asked: false } exit:
                return BuryAsync(vm, exit);
            case GuestReset reset:
                CountReset(vm, reset.ByGuest);
                return Task.CompletedTask;
            case GuestSuspended:
                states.Apply(vm.VmId, VmTrigger.GuestSuspended);
                return Task.CompletedTask;
            case GuestWokeUp when inventory.Find(vm.VmId)?.Status.State == VmState.Suspended:
                states.Apply(vm.VmId, VmTrigger.GuestWokeUp);
                return Task.CompletedTask;
            case DiskError error:
                NoteDiskError(vm, error);
                return Task.CompletedTask;
            case CompanionEnded ended:
                states.Announce(
                    EventKind.VmCompanionEnded, inventory.Get(vm.VmId), $"the {ended.Role} does not work any more: {ended.Detail}", ended.LastWords);
                return Task.CompletedTask;
            case DeviceReleased { Alias: var alias }:
                return released(vm, alias);
            case DeviceNews news:
                states.Announce(inventory.Get(vm.VmId), DeviceAnnouncement.Of(news));
                return Task.CompletedTask;
            case WatchdogFired fired:
                watchdogs.React(vm, fired);
                return Task.CompletedTask;
            case GuestClockSet set:
                NoteClock(vm, set);
                return Task.CompletedTask;
            case GuestPaused or GuestResumed:
                return ReconcileAsync(vm, paused: item is GuestPaused);
            default:
                return Task.CompletedTask;
        }
    }

    private Task PowerOffAsync(LiveVm vm) => vm.Intent.Operation switch
    {
        RunOperation.Rebooting => FollowPolicyAsync(vm, _ => LifecycleAction.Restart, VmTrigger.PowerOffCompleted),
        RunOperation.ShuttingDown => FollowPolicyAsync(vm, _ => LifecycleAction.Destroy, VmTrigger.PowerOffCompleted),
        _ => FollowPolicyAsync(vm, definition => definition.OnPowerOff, VmTrigger.PowerOffCompleted),
    };

    private async Task FollowPolicyAsync(LiveVm vm, Func<VmDefinition, LifecycleAction> policy, VmTrigger completed)
    {
        using var pass = await gates.QueueAsync(vm.VmId, "reaction to the guest", CancellationToken.None);
        if (!ReferenceEquals(live.Find(vm.VmId), vm) || inventory.Find(vm.VmId) is not { Status.State: VmState.ShuttingDown or VmState.Crashed })
        {
            return;
        }

        switch (policy(vm.Intent.Definition))
        {
            case LifecycleAction.Destroy:
                await ender.EndAsync(vm.VmId, completed, null, CancellationToken.None);
                break;
            case LifecycleAction.Restart:
                await restarter.RestartAsync(vm.VmId, pass.Preempted);
                break;
            default:
                states.Apply(vm.VmId, VmTrigger.PowerOffPreserved);
                break;
        }
    }

    private async Task BuryAsync(LiveVm vm, ProcessExited exit)
    {
        using var pass = await gates.PreemptAsync(vm.VmId, "clean-up", CancellationToken.None);
        if (ReferenceEquals(live.Find(vm.VmId), vm))
        {
            await vm.Process.QuitAsync(CancellationToken.None);
            await ender.SettleAsync(vm.VmId, VmTrigger.ProcessDied, exit.Detail, exit.LastWords);
        }
    }

    // Who has the VM now may wait for the very next event of it.
    private void NoteClock(LiveVm vm, GuestClockSet set)
    {
        if (clock.Note(vm, set) is { } adjustment)
        {
            _ = Task.Run(() => TryAsync(vm, nameof(GuestClockSet), () => clock.KeepAsync(vm, adjustment)));
        }
    }

    // A reset by the host is announced by who pressed the button.
    private void CountReset(LiveVm vm, bool byGuest)
    {
        var resets = new GuestResets((vm.Intent.Resets?.Count ?? 0) + 1, states.Now, byGuest);
        vm.Amend(intent => intent with { Resets = resets });
        if (inventory.Update(vm.VmId, now => now with { Resets = resets }) is { } after && byGuest)
        {
            states.Announce(EventKind.VmRebooted, after);
        }
    }

    private void NoteDiskError(LiveVm vm, DiskError error)
    {
        var what = $"disk {error.Disk}: {(error.Write ? "write" : "read")} failed: {error.Detail}";
        var detail = error.NoSpace ? $"{what}; the host has no space left for it: make room, then resume the VM" : what;
        if (error.GuestStopped && inventory.Find(vm.VmId) is { Status.State: VmState.Running })
        {
            states.Apply(vm.VmId, VmTrigger.IoErrorStopped, detail);
        }

        states.Announce(inventory.Get(vm.VmId), LodgeEvent.Draft(EventKind.VmIoError) with
        {
            Device = error.Disk,
            Detail = detail,
            Fault = new DiskFault(error.Write, error.NoSpace, error.GuestStopped),
        });
    }

    // QEMU's processors were halted or released, though no operation of ours did it: believe QEMU.
    private async Task ReconcileAsync(LiveVm vm, bool paused)
    {
        if (Agrees())
        {
            return;
        }

        using var pass = await gates.QueueAsync(vm.VmId, "reaction to the guest", CancellationToken.None);
        if (ReferenceEquals(live.Find(vm.VmId), vm) && !Agrees())
        {
            var state = await vm.Process.QueryStateAsync(CancellationToken.None);
            if ((state == GuestRunState.Running) != paused)
            {
                var (trigger, detail) = Cause(state, paused);
                states.Apply(vm.VmId, trigger, detail);
            }
        }

        bool Agrees() => inventory.Find(vm.VmId)?.Status.State != (paused ? VmState.Running : VmState.Paused);
    }

    // QEMU tells of watchdogs once a second at most, and may thus halt the guest before it says why.
    private static (VmTrigger Trigger, string? Detail) Cause(GuestRunState state, bool paused) => state switch
    {
        GuestRunState.Watchdog when paused => (VmTrigger.WatchdogStopped, null),
        GuestRunState.IoError when paused => (VmTrigger.IoErrorStopped, null),
        _ => (paused ? VmTrigger.PauseRequested : VmTrigger.ResumeRequested, "by QEMU's own monitor"),
    };
}
