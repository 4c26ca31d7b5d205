using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms;

/// <summary>Finishes or undoes what a former daemon was doing to a VM when it ended, and brings the state up to date.</summary>
internal sealed class RecoveryOfOperation(VmCore core, EnginePorts ports)
{
    /// <summary>Settles a VM whose process lives. The caller holds the VM.</summary>
    /// <returns>False when the VM has been ended by it.</returns>
    public async Task<bool> SettleAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        await core.DiskJobs.SettlePivotsAsync(live, cancellationToken);
        return await SettleOperationAsync(vm, live, cancellationToken);
    }

    private Task<bool> SettleOperationAsync(Vm vm, LiveVm live, CancellationToken cancellationToken) => live.Intent.Operation switch
    {
        RunOperation.Starting when live.Intent.SavedState is null => FinishStartAsync(vm, live, cancellationToken),
        RunOperation.Starting => SettleRestoreAsync(vm, live, cancellationToken),
        RunOperation.Saving => SettleSaveAsync(vm, live, cancellationToken),
        RunOperation.Snapshotting => SettleSnapshotAsync(vm, live, cancellationToken),
        RunOperation.Dumping => SettleDumpAsync(vm, live, cancellationToken),
        RunOperation.Killing => EndAsync(vm, VmTrigger.Killed, cancellationToken),
        _ => CatchUpAsync(vm, live, cancellationToken),
    };

    /// <summary>Whether a file is a complete saved state of this VM.</summary>
    public async Task<bool> IsSavedAsync(Guid vmId, string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await ports.SavedStates.ReadHeaderAsync(path, cancellationToken)).Definition.Id == vmId;
        }
        catch (LodgeException)
        {
            return false; // Not there, or not whole: the save was not finished.
        }
    }

    private async Task<bool> FinishStartAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        var state = await live.Process.QueryStateAsync(cancellationToken);
        if (!live.Intent.Paused && state is GuestRunState.NotStarted or GuestRunState.Paused)
        {
            await live.Process.ResumeAsync(cancellationToken);
        }

        if (vm.Status.State == VmState.Starting)
        {
            core.States.Apply(vm.Id, live.Intent.Paused ? VmTrigger.StartedPaused : VmTrigger.Booted);
        }

        Finish(live);
        return await CatchUpAsync(core.Inventory.Get(vm.Id), live, cancellationToken);
    }

    // Before its save was marked as consumed the guest has not run: give the save back. Afterwards: let it run.
    private async Task<bool> SettleRestoreAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        var state = await live.Process.QueryStateAsync(cancellationToken);
        var isManaged = live.Intent.SavedState == ports.SavedStates.ManagedPath(vm.Id);
        var isConsumed = isManaged && !ports.SavedStates.ListManaged().Contains(vm.Id);
        if (state != GuestRunState.Running && !isConsumed)
        {
            return await EndAsync(vm, VmTrigger.StartFailed, cancellationToken);
        }

        if (state != GuestRunState.Running && !live.Intent.Paused)
        {
            await live.Process.ResumeAsync(cancellationToken);
        }

        if (isManaged)
        {
            ports.SavedStates.Delete(vm.Id);
        }

        core.Inventory.Update(vm.Id, now => now with { HasManagedSave = false });
        if (vm.Status.State == VmState.Starting)
        {
            core.States.Apply(vm.Id, live.Intent.Paused ? VmTrigger.RestoredPaused : VmTrigger.Restored);
        }

        Finish(live);
        return await CatchUpAsync(core.Inventory.Get(vm.Id), live, cancellationToken);
    }

    private async Task<bool> SettleSaveAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        var path = live.Intent.SavedState ?? ports.SavedStates.ManagedPath(vm.Id);
        if (await IsSavedAsync(vm.Id, path, cancellationToken))
        {
            var isManaged = path == ports.SavedStates.ManagedPath(vm.Id);
            core.Inventory.Update(vm.Id, now => now with { HasManagedSave = isManaged });
            return await EndAsync(vm, VmTrigger.SaveCompleted, cancellationToken);
        }

        await live.Process.AbandonSaveAsync(path, cancellationToken);
        if (!live.Intent.Paused)
        {
            await live.Process.ResumeAsync(cancellationToken);
        }

        if (vm.Status.State == VmState.Saving)
        {
            core.States.Apply(vm.Id, live.Intent.Paused ? VmTrigger.SaveFailedPaused : VmTrigger.SaveFailedRunning, "lodged ended while it saved the VM; the save was undone");
        }

        Finish(live);
        return await CatchUpAsync(core.Inventory.Get(vm.Id), live, cancellationToken);
    }

    private async Task<bool> SettleSnapshotAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        if (live.Intent.SavedState is { } memory)
        {
            await live.Process.AbandonSaveAsync(memory, cancellationToken);
        }

        await core.Snapshots.SettleAsync(vm.Id, live, cancellationToken);
        if (!live.Intent.Paused && await live.Process.QueryStateAsync(cancellationToken) is GuestRunState.Paused or GuestRunState.Saving)
        {
            await live.Process.ResumeAsync(cancellationToken);
        }

        Finish(live);
        return await CatchUpAsync(core.Inventory.Get(vm.Id), live, cancellationToken);
    }

    // Its QEMU gave the dump up when the former daemon ended, and lets the guest run again by itself.
    private Task<bool> SettleDumpAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        if (live.Intent.SavedState is { } path)
        {
            live.Process.Panel.ForgetDump(path);
        }

        Finish(live);
        return CatchUpAsync(vm, live, cancellationToken);
    }

    private async Task<bool> EndAsync(Vm vm, VmTrigger trigger, CancellationToken cancellationToken)
    {
        var detail = trigger == VmTrigger.StartFailed ? "lodged ended while it restored the VM; its saved state is as it was" : null;
        await core.Ender.EndAsync(vm.Id, trigger, detail, cancellationToken);
        return false;
    }

    // What the guest did while nobody listened.
    private async Task<bool> CatchUpAsync(Vm vm, LiveVm live, CancellationToken cancellationToken)
    {
        if (live.Intent.Change is { } alias)
        {
            await core.Releases.SettleAsync(live, alias, cancellationToken);
        }

        var state = await live.Process.QueryStateAsync(cancellationToken);
        VmTrigger? missed = (vm.Status.State, state) switch
        {
            (VmState.Running or VmState.Paused or VmState.Suspended, GuestRunState.PoweredOff) when vm.Status.Reason != VmReason.PoweredOffPreserved => VmTrigger.GuestPoweredOff,
            (VmState.Running, GuestRunState.Panicked) => VmTrigger.GuestPanicked,
            (VmState.Running, GuestRunState.IoError) => VmTrigger.IoErrorStopped,
            (VmState.Running, GuestRunState.Watchdog) => VmTrigger.WatchdogStopped,
            (VmState.Running, GuestRunState.Suspended) => VmTrigger.GuestSuspended,
            (VmState.Running, GuestRunState.Paused or GuestRunState.NotStarted) => VmTrigger.PauseRequested,
            (VmState.Paused, GuestRunState.Running) => VmTrigger.ResumeRequested,
            (VmState.Suspended, GuestRunState.Running) => VmTrigger.GuestWokeUp,
            _ => null,
        };
        if (missed is { } trigger)
        {
            core.States.Apply(vm.Id, trigger, "while lodged was away");
        }

        var now = core.Inventory.Get(vm.Id).Status;
        if (now.State is VmState.ShuttingDown or VmState.Crashed)
        {
            core.Supervisor.CatchUp(live, now);
        }
        else if (now is { State: VmState.Paused, Reason: VmReason.Watchdog })
        {
            core.Watchdogs.SeeTo(live);
        }

        return true;
    }

    private static void Finish(LiveVm live) => live.Amend(intent => intent with { Operation = RunOperation.None, Paused = false, SavedState = null });
}
