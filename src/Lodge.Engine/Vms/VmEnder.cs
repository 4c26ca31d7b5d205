using Lodge.Engine.Consoles;
using Lodge.Engine.Gating;
using Lodge.Engine.Networks.Plugs;
using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms;

/// <summary>What follows when a VM's process is gone, whatever the cause: state, record, and farewell to a transient VM.</summary>
internal sealed class VmEnder(
    VmInventory inventory, LiveVms live, VmStates states, Gates gates, ConsoleHub consoles, NicPlugging plugging,
    IHypervisor hypervisor, Func<Guid, Task> settleDisks)
{
    /// <summary>Ends the process in an orderly way, then settles the VM. The caller holds the VM.</summary>
    public async Task EndAsync(Guid vmId, VmTrigger trigger, string? detail, CancellationToken cancellationToken)
    {
        if (live.Find(vmId) is { } vm)
        {
            await vm.Process.QuitAsync(cancellationToken);
        }
        else if (inventory.Find(vmId) is { Runtime: not null })
        {
            await hypervisor.CleanUpAsync(vmId, cancellationToken); // A QEMU that could not be taken over.
        }

        await SettleAsync(vmId, trigger, detail, []);
    }

    /// <summary>Settles a VM whose process is gone already. The caller holds the VM.</summary>
    public async Task SettleAsync(Guid vmId, VmTrigger trigger, string? detail, IReadOnlyList<string> lastWords)
    {
        if (live.Remove(vmId) is { } gone)
        {
            await gone.Process.DisposeAsync();
        }

        await settleDisks(vmId);
        await plugging.UnplugVmAsync(vmId);
        consoles.Detach(vmId, "The VM has stopped.");
        if (states.Apply(vmId, trigger, detail, lastWords) is not { } after)
        {
            return;
        }

        if (after.Persistent)
        {
            await states.KeepAsync(after);
        }
        else
        {
            await ForgetAsync(after);
        }
    }

    private async Task ForgetAsync(Vm vm)
    {
        inventory.Remove(vm.Id);
        gates.Forget(vm.Id);
        states.Announce(EventKind.VmUndefined, vm);
        if (vm.Definition.Tpm?.KeepState != true)
        {
            await hypervisor.ForgetAsync(vm.Id, CancellationToken.None);
        }
    }
}
