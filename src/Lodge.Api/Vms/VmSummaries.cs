using Lodge.Api.Contracts;
using Lodge.Model.Vms;

namespace Lodge.Api.Vms;

/// <summary>Makes rows of the list of VMs.</summary>
internal static class VmSummaries
{
    /// <summary>The row of a VM; for a live one with the hardware that it runs with.</summary>
    public static VmSummary Of(Vm vm)
    {
        var definition = vm.Runtime?.Definition ?? vm.Definition;
        return new VmSummary(
            vm.Id,
            vm.Name,
            vm.Status.State,
            vm.Status.Reason,
            vm.Status.Since,
            definition.Cpu.Count,
            definition.Memory.Size.Bytes,
            vm.Persistent,
            vm.Definition.Autostart,
            vm.HasManagedSave,
            vm.Definition.Title,
            vm.Runtime?.Accel);
    }
}
