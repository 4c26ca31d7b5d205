using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms;

/// <summary>Starts a guest again within its running QEMU.</summary>
internal sealed class VmRestarter(VmInventory inventory, LiveVms live, VmStates states)
{
    /// <summary>Resets the guest, and lets it run unless it was paused by a person. The caller holds the VM.</summary>
    public async Task<Vm> RestartAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var vm = inventory.Get(vmId);
        var alive = live.Get(vmId, vm.Name);
        var staysPaused = vm.Status is { State: VmState.Paused, Reason: not VmReason.PoweredOffPreserved };
        await alive.Process.ResetAsync(cancellationToken);
        if (!staysPaused)
        {
            await alive.Process.ResumeAsync(cancellationToken);
        }

        var after = states.Apply(vmId, VmTrigger.GuestRestarted) ?? vm;
        alive.Amend(intent => intent with { Operation = RunOperation.None });
        states.Announce(EventKind.VmRebooted, after);
        return after;
    }
}
