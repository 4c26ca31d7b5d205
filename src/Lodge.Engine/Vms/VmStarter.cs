using Lodge.Engine.Checkpoints;
using Lodge.Engine.Consoles;
using Lodge.Engine.DiskJobs;
using Lodge.Engine.Networks.Plugs;
using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Storage.Volumes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms;

/// <summary>Brings a stopped VM to life: by booting it, or from a saved state. All or nothing.</summary>
internal sealed class VmStarter(
    VmInventory inventory,
    LiveVms live,
    VmStates states,
    VmSupervisor supervisor,
    VmEnder ender,
    ConsoleHub consoles,
    NicPlugging plugging,
    VolumeResolver volumes,
    IHypervisor hypervisor,
    ISecretValues secrets,
    ISavedStates savedStates,
    SnapshotService snapshots,
    CheckpointService checkpoints,
    DiskJobService diskJobs,
    ILogger<VmStarter> logger)
{
    /// <summary>Starts a VM. The caller holds it.</summary>
    /// <exception cref="LodgeException">Why it did not start; everything that was made for it has been given back.</exception>
    public async Task<Vm> StartAsync(Guid vmId, StartPlan plan, CancellationToken cancellationToken)
    {
        states.ThrowUnless(inventory.Get(vmId), VmTrigger.StartRequested, "be started");
        await diskJobs.SettleStoppedAsync(vmId);
        await snapshots.PrepareStartAsync(vmId, plan.Definition, cancellationToken);
        await checkpoints.SettleAsync(vmId, null);
        var vm = inventory.Get(vmId);
        var resolved = await volumes.ResolveAsync(plan.Definition ?? vm.Definition, starting: true, cancellationToken);
        plan = plan with { Definition = resolved };
        await hypervisor.CheckAsync(resolved, cancellationToken);
        await plugging.CheckAsync(Complete(plan.Definition ?? vm.Definition), cancellationToken);
        vm = states.Demand(vmId, plan.RestoreFrom is null ? VmTrigger.StartRequested : VmTrigger.RestoreRequested, "be started");
        try
        {
            return await LaunchAsync(vm, plan, cancellationToken);
        }
        catch (Exception failure)
        {
            await UndoAsync(vm, plan, failure);
            throw;
        }
    }

    private async Task<Vm> LaunchAsync(Vm vm, StartPlan plan, CancellationToken cancellationToken)
    {
        var definition = Complete(plan.Definition ?? vm.Definition);
        var intent = new RunIntent
        {
            Definition = definition,
            Revision = vm.Revision,
            Persistent = vm.Persistent,
            Status = vm.Status,
            Operation = RunOperation.Starting,
            Paused = plan.Paused,
            SavedState = plan.RestoreFrom,
        };
        var plugs = await plugging.PlugAllAsync(definition, cancellationToken);
        var request = new VmLaunchRequest(definition, vm.Revision, intent, plan.RestoreFrom) { Plugs = plugs, Secrets = secrets };
        var process = await hypervisor.LaunchAsync(request, cancellationToken);
        var alive = new LiveVm(vm.Id, process, intent);
        live.Add(alive);
        inventory.Update(vm.Id, now => now with { Runtime = process.Runtime with { Plugs = plugging.PlugsOf(vm.Id) } });
        await consoles.AttachAsync(vm, process, cancellationToken);
        return await ReleaseAsync(vm, alive, plan, cancellationToken);
    }

    // An earlier Lodge stored no addresses.
    private static VmDefinition Complete(VmDefinition definition) =>
        VmNormalizer.IsComplete(definition) ? definition : VmNormalizer.Complete(definition);

    // The guest runs from here on: a managed save is used up in the moment before, since the guest changes its disks.
    private async Task<Vm> ReleaseAsync(Vm vm, LiveVm alive, StartPlan plan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (plan.ConsumesManagedSave)
        {
            savedStates.MarkConsumed(vm.Id);
        }

        if (!plan.Paused)
        {
            await alive.Process.ResumeAsync(cancellationToken);
        }

        var trigger = (plan.RestoreFrom, plan.Paused) switch
        {
            (null, false) => VmTrigger.Booted,
            (null, true) => VmTrigger.StartedPaused,
            (_, false) => VmTrigger.Restored,
            (_, true) => VmTrigger.RestoredPaused,
        };
        var started = states.Demand(vm.Id, trigger, "run");
        if (plan.ConsumesManagedSave)
        {
            savedStates.Delete(vm.Id);
            started = inventory.Update(vm.Id, now => now with { HasManagedSave = false }) ?? started;
        }

        alive.Amend(intent => intent with { Operation = RunOperation.None, Paused = false, SavedState = null });
        supervisor.Watch(alive);
        return started;
    }

    private async Task UndoAsync(Vm vm, StartPlan plan, Exception failure)
    {
        try
        {
            var detail = failure is LodgeException known ? known.Error.Message : failure is OperationCanceledException ? "the start was cancelled" : "Lodge met a defect in itself";
            await ender.EndAsync(vm.Id, VmTrigger.StartFailed, detail, CancellationToken.None);
            if (plan.ConsumesManagedSave)
            {
                savedStates.UnmarkConsumed(vm.Id);
            }
        }
        catch (Exception undoing) when (undoing is LodgeException or IOException)
        {
            Log.UndoFailed(logger, vm.Name, undoing);
        }
    }
}

/// <summary>How to start a VM.</summary>
/// <param name="Paused">Leave the guest standing still.</param>
/// <param name="RestoreFrom">Saved state to go on from; null to boot.</param>
/// <param name="ConsumesManagedSave">Whether that is the VM's managed save, which is used up by it.</param>
/// <param name="Definition">What it ran with when it was saved; null for the present definition.</param>
internal sealed record StartPlan(bool Paused, string? RestoreFrom = null, bool ConsumesManagedSave = false, VmDefinition? Definition = null);
