using Lodge.Engine.Ports;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms;

/// <summary>Starting, pausing, resuming, resetting and killing VMs.</summary>
/// <remarks>A cancellation token ends the waiting for a VM's turn; an operation that has begun is completed.</remarks>
public sealed class VmLifecycle
{
    private readonly VmCore _core;

    internal VmLifecycle(VmCore core) => _core = core;

    /// <summary>Creates a VM and starts it; when it does not start, it is not created either.</summary>
    /// <param name="definition">What it shall be.</param>
    /// <param name="transient">Forget it when it stops.</param>
    /// <param name="paused">Leave the guest standing still before its first instruction.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Vm> LaunchAsync(VmDefinition definition, bool transient, bool paused, CancellationToken cancellationToken)
    {
        var vm = await _core.Definitions.CreateAsync(definition, persistent: !transient, cancellationToken);
        try
        {
            return await StartAsync(vm.Id.ToString(), paused, discardSave: false, cancellationToken);
        }
        catch
        {
            await _core.Definitions.TakeBackAsync(vm.Id);
            throw;
        }
    }

    /// <summary>Starts a VM: from its managed save if there is one, else by booting it.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="paused">Leave the guest standing still.</param>
    /// <param name="discardSave">Throw a managed save away first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Vm> StartAsync(string vm, bool paused, bool discardSave, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "start", cancellationToken);
        var present = _core.Inventory.Get(id);
        _core.States.ThrowUnless(present, VmTrigger.StartRequested, "be started");
        present = await _core.Definitions.SettleCpuAsync(present, cancellationToken);
        if (!present.HasManagedSave)
        {
            return await _core.Starter.StartAsync(id, new StartPlan(paused), pass.Preempted);
        }

        if (discardSave)
        {
            _core.Saving.Discard(id);
            return await _core.Starter.StartAsync(id, new StartPlan(paused), pass.Preempted);
        }

        return await _core.Saving.RestoreManagedAsync(id, paused, pass.Preempted);
    }

    /// <summary>Halts the guest's processors.</summary>
    public Task<Vm> PauseAsync(string vm, CancellationToken cancellationToken) =>
        SwitchAsync(vm, "pause", "be paused", VmTrigger.PauseRequested, (process, token) => process.PauseAsync(token), cancellationToken);

    /// <summary>Lets a paused guest run, or wakes a sleeping one.</summary>
    public Task<Vm> ResumeAsync(string vm, CancellationToken cancellationToken) =>
        _core.Inventory.Get(vm).Status.State == VmState.Suspended
            ? SwitchAsync(vm, "wake-up", "be woken", VmTrigger.GuestWokeUp, (process, token) => process.WakeUpAsync(token), cancellationToken)
            : SwitchAsync(vm, "resume", "be resumed", VmTrigger.ResumeRequested, ResumeOrRestartAsync, cancellationToken);

    /// <summary>Presses the reset button; a guest that crashed or was kept after its power-off runs again.</summary>
    public async Task<Vm> ResetAsync(string vm, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "reset", cancellationToken);
        _core.States.ThrowUnless(_core.Inventory.Get(id), VmTrigger.GuestRestarted, "be reset");
        return await _core.Restarter.RestartAsync(id, pass.Preempted);
    }

    /// <summary>Pulls the plug. Cuts through whatever else is being done to the VM.</summary>
    public async Task<Vm> KillAsync(string vm, CancellationToken cancellationToken)
    {
        var before = _core.Inventory.Get(vm);
        _core.States.ThrowUnless(before, VmTrigger.Killed, "be killed");
        using var pass = await _core.Gates.PreemptAsync(before.Id, "kill", cancellationToken);
        if (_core.Inventory.Find(before.Id) is { Status.IsLive: true })
        {
            _core.Live.Find(before.Id)?.Amend(intent => intent with { Operation = RunOperation.Killing });
            await _core.Ender.EndAsync(before.Id, VmTrigger.Killed, null, CancellationToken.None);
        }

        return _core.Inventory.Find(before.Id) ?? before with
        {
            Status = new VmStatus(VmState.Stopped, VmReason.Killed, _core.Clock.GetUtcNow()),
            Runtime = null,
        };
    }

    private async Task<Vm> SwitchAsync(
        string vm, string operation, string verb, VmTrigger trigger, Func<IVmProcess, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, operation, cancellationToken);
        var present = _core.Inventory.Get(id);
        _core.States.ThrowUnless(present, trigger, verb);
        await act(_core.Live.Get(id, present.Name).Process, pass.Preempted);
        return _core.States.Demand(id, trigger, verb);
    }

    // A guest that was kept after its power-off has to be reset before it can run again.
    private static async Task ResumeOrRestartAsync(IVmProcess process, CancellationToken cancellationToken)
    {
        if (await process.QueryStateAsync(cancellationToken) == GuestRunState.PoweredOff)
        {
            await process.ResetAsync(cancellationToken);
        }

        await process.ResumeAsync(cancellationToken);
    }
}
