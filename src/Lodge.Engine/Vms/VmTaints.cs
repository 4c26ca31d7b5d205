using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms;

/// <summary>Notes of running VMs what makes Lodge's knowledge of them doubtful. It lasts as long as their QEMU.</summary>
internal sealed class VmTaints(VmInventory inventory, LiveVms liveVms)
{
    /// <summary>Notes a taint; nothing when it is known already, or the VM's QEMU is gone.</summary>
    public void Mark(Vm vm, VmTaint taint)
    {
        if (liveVms.Find(vm.Id) is { } live)
        {
            Mark(live, taint);
        }
    }

    private void Mark(LiveVm live, VmTaint taint)
    {
        if (live.Intent.Taints.OrEmpty().Contains(taint))
        {
            return;
        }

        live.Amend(intent => intent with { Taints = [.. intent.Taints.OrEmpty().Append(taint).Distinct().Order()] });
        inventory.Update(live.VmId, vm => vm.Runtime is { } runtime ? vm with { Runtime = runtime with { Taints = live.Intent.Taints } } : vm);
    }
}
