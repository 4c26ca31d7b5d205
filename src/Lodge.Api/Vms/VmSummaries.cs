using Lodge.Api.Contracts;
using Lodge.Model.Vms;

namespace Lodge.Api.Vms;

/// <summary>Makes rows of the list of VMs.</summary>
internal static class VmSummaries
{
    /// <summary>The row of a VM; for a live one with the hardware that it runs with.</summary>
    public static VmSummary Of(Vm vm)
    {
        var now = vm.Runtime is { } runtime ? DefinitionSummary.Of(runtime.Definition) : vm.Summary;
        return new VmSummary(
            vm.Id,
            vm.Name,
            vm.Status.State,
            vm.Status.Reason,
            vm.Status.Since,
            now.Cpus,
            now.Memory.Bytes,
            vm.Persistent,
            vm.Summary.Autostart,
            vm.HasManagedSave,
            vm.Summary.Title,
            vm.Runtime?.Accel);
    }
}
