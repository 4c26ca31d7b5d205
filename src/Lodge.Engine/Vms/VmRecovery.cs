using Lodge.Engine.Gating;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms;

/// <summary>
/// What happens when the daemon starts: definitions from the store, run records from the run folder; then each QEMU
/// that still runs is taken over, what was under way is finished or undone, and leftovers are swept up.
/// </summary>
internal sealed class VmRecovery(VmCore core, EnginePorts ports, Lazy<bool> hasBooted, ILogger<VmRecovery> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(3);

    private readonly RecoveryOfOperation _operations = new(core, ports);

    /// <summary>Fills the inventory; afterwards reads are right, and VMs with a run record are held for the second step.</summary>
    /// <returns>The second step: takes over and cleans up.</returns>
    public async Task<Func<CancellationToken, Task>> PrepareAsync(CancellationToken cancellationToken)
    {
        var stored = await ports.Store.LoadVmsAsync(cancellationToken);
        var records = ports.Hypervisor.ReadRunRecords();
        var saved = ports.SavedStates.ListManaged();
        await core.Snapshots.LoadAsync(cancellationToken);
        await core.Checkpoints.LoadAsync(cancellationToken);
        var known = stored.Select(vm => vm.Definition.Id).ToHashSet();
        core.Inventory.Fill(stored.Select(vm => FromStore(vm, saved)));
        core.Inventory.Fill(records.Where(record => !known.Contains(record.Intent.Definition.Id)).Select(FromRecord));
        var held = new List<(RunRecord Record, Pass Pass)>();
        foreach (var record in records)
        {
            var id = record.Intent.Definition.Id;
            held.Add((record, await core.Gates.QueueAsync(id, "recovery", cancellationToken)));
            core.Inventory.Update(id, vm => vm with { Status = record.Intent.Status, Runtime = record.Runtime, Resets = record.Intent.Resets, LastWords = [] });
        }

        return token => RecoverAsync(held, token);
    }

    private Vm FromStore(StoredVm vm, IReadOnlySet<Guid> saved) =>
        new(vm.Definition, vm.Status ?? new VmStatus(VmState.Stopped, VmReason.NeverStarted, core.Clock.GetUtcNow()))
        {
            Revision = vm.Revision,
            HasManagedSave = saved.Contains(vm.Definition.Id),
            LastWords = vm.LastWords,
        };

    // A definition that was deleted while its VM ran, or that never was durable.
    private static Vm FromRecord(RunRecord record) => new()
    {
        Definition = record.Intent.Definition,
        Revision = record.Intent.Revision,
        Persistent = false,
        Status = record.Intent.Status,
    };

    private async Task RecoverAsync(List<(RunRecord Record, Pass Pass)> held, CancellationToken cancellationToken)
    {
        var running = await Task.WhenAll(held.Select(item => RecoverOneAsync(item.Record, item.Pass, cancellationToken)));
        if (held.Count > 0)
        {
            Log.Recovered(logger, running.Count(alive => alive), held.Count);
        }

        await SweepAsync(cancellationToken);
        await core.Checkpoints.RecoverAsync(cancellationToken);
        await core.Snapshots.RecoverAsync(cancellationToken);
        await core.DiskJobs.RecoverAsync(cancellationToken);
        await AutostartAsync(cancellationToken);
    }

    private async Task<bool> RecoverOneAsync(RunRecord record, Pass pass, CancellationToken cancellationToken)
    {
        using var held = pass;
        var id = record.Intent.Definition.Id;
        try
        {
            var process = record.Runtime is null ? null : await ports.Hypervisor.ReattachAsync(record, cancellationToken);
            if (process is null)
            {
                await BuryAsync(record, cancellationToken);
                return false;
            }

            await TakeOverAsync(record, process, cancellationToken);
            return core.Live.Find(id) is not null;
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            Log.RecoveryFailed(logger, record.Intent.Definition.Name, failure);
            await LetGoAsync(id, failure);
            _ = RetryAsync(record, cancellationToken);
            return true;
        }
    }

    // A QEMU that does not answer, for instance because its storage stalls, is never killed for it: only a person may.
    private async Task LetGoAsync(Guid id, Exception failure)
    {
        core.Consoles.Detach(id, "lodged could not take the VM over again yet.");
        if (core.Live.Remove(id) is { } live)
        {
            await live.Process.DisposeAsync();
        }

        core.Inventory.Update(id, vm => vm with { Status = vm.Status with { Detail = $"its QEMU could not be taken over again yet: {failure.Message}" } });
    }

    private async Task RetryAsync(RunRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(RetryPause, core.Clock, cancellationToken);
            var pass = await core.Gates.QueueAsync(record.Intent.Definition.Id, "recovery", cancellationToken);
            if (core.Inventory.Find(record.Intent.Definition.Id) is { Status.IsLive: true })
            {
                await RecoverOneAsync(record, pass, cancellationToken);
                return;
            }

            pass.Dispose();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.RecoveryLeft(logger, record.Intent.Definition.Name);
        }
    }

    private async Task TakeOverAsync(RunRecord record, IVmProcess process, CancellationToken cancellationToken)
    {
        var id = record.Intent.Definition.Id;
        var vm = core.Inventory.Update(id, now => now with { Runtime = process.Runtime }) ?? core.Inventory.Get(id);
        var live = new LiveVm(id, process, record.Intent with { Persistent = vm.Persistent });
        core.Live.Add(live);
        await core.Consoles.AttachAsync(vm, process, cancellationToken);
        if (await _operations.SettleAsync(vm, live, cancellationToken))
        {
            await core.Plugging.AdoptAsync(live.Intent.Definition, live.Process.Live.ListAsync, cancellationToken);
            core.Inventory.Update(id, now => now with { Runtime = now.Runtime is { } runtime ? runtime with { Plugs = core.Plugging.PlugsOf(id) } : null });
            await core.GuestClock.CatchUpAsync(live, cancellationToken);
            Log.Reattached(logger, vm.Name, process.Runtime.ProcessId);
            core.States.Announce(EventKind.VmReattached, core.Inventory.Get(id));
            core.Supervisor.Watch(live);
            core.Freezing.TakeOver(vm, live);
        }
    }

    // The process is gone: it died, or it never came to be.
    private async Task BuryAsync(RunRecord record, CancellationToken cancellationToken)
    {
        var id = record.Intent.Definition.Id;
        var lastWords = await ports.Hypervisor.CleanUpAsync(id, cancellationToken);
        var (trigger, detail) = record.Intent.Operation switch
        {
            RunOperation.Starting when record.Intent.Status.State == VmState.Starting => (VmTrigger.StartFailed, "lodged ended while it started the VM; nothing of it is left running"),
            RunOperation.Killing => (VmTrigger.Killed, null),
            _ => (VmTrigger.ProcessDied, (string?)"its QEMU ended while lodged was away"),
        };
        if (record.Intent is { Operation: RunOperation.Saving, SavedState: { } path } && await _operations.IsSavedAsync(id, path, cancellationToken))
        {
            (trigger, detail) = (VmTrigger.SaveCompleted, null);
        }

        ports.SavedStates.DeleteLeftovers(id);
        await core.Ender.SettleAsync(id, trigger, detail, trigger == VmTrigger.ProcessDied ? lastWords : []);
        RefreshManagedSave(id);
    }

    private void RefreshManagedSave(Guid id)
    {
        var saved = ports.SavedStates.ListManaged().Contains(id);
        core.Inventory.Update(id, vm => vm with { HasManagedSave = saved });
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ports.Hypervisor.SweepAsync(core.Inventory.List().Where(vm => vm.Status.IsLive).Select(vm => vm.Id).ToHashSet(), cancellationToken);
            await SweepPlugsAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is LodgeException or IOException)
        {
            Log.SweepFailed(logger, failure);
        }
    }

    // Who is being started counts as live; who is not live holds no interface unless it is left over.
    private async Task SweepPlugsAsync(CancellationToken cancellationToken)
    {
        foreach (var id in core.Plugging.Owners().Where(id => !IsLive(id)))
        {
            using var pass = await core.Gates.QueueAsync(id, "recovery", cancellationToken);
            if (!IsLive(id))
            {
                await core.Plugging.UnplugVmAsync(id);
            }
        }
    }

    private bool IsLive(Guid id) => core.Inventory.Find(id) is { Status.IsLive: true };

    private async Task AutostartAsync(CancellationToken cancellationToken)
    {
        if (!hasBooted.Value)
        {
            return;
        }

        foreach (var vm in core.Inventory.List().Where(vm => vm is { Summary.Autostart: true, Status.State: VmState.Stopped }))
        {
            try
            {
                await core.Lifecycle.StartAsync(vm.Id.ToString(), paused: false, discardSave: false, cancellationToken);
            }
            catch (LodgeException failure)
            {
                Log.AutostartFailed(logger, vm.Name, failure.Message);
            }
        }
    }
}
