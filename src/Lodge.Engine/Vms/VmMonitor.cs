using System.Runtime.InteropServices;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Engine.Vms;

/// <summary>Commands past Lodge to the QEMU of a VM. The VM is tainted from then on: what was done so is not known here.</summary>
/// <remarks>They wait for no operation on the VM, since they may be what gets it unstuck.</remarks>
public sealed class VmMonitor
{
    private readonly VmInventory _inventory;
    private readonly LiveVms _live;
    private readonly VmTaints _taints;

    internal VmMonitor(VmInventory inventory, LiveVms live, VmTaints taints) => (_inventory, _live, _taints) = (inventory, live, taints);

    /// <summary>Carries out a command of QEMU's protocol.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="command">Its name.</param>
    /// <param name="arguments">Its arguments, a JSON object; null for none.</param>
    /// <param name="descriptor">An open file that goes with it, and stays the caller's; null for none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>QEMU's answer, a JSON object with <c>return</c>, or with <c>error</c> when it refused.</returns>
    /// <exception cref="LodgeException">The VM has no QEMU, or that did not answer in time.</exception>
    public Task<string> ExecuteAsync(string vm, string command, string? arguments, SafeHandle? descriptor, CancellationToken cancellationToken) =>
        Of(vm).ExecuteAsync(command, arguments, descriptor, cancellationToken);

    /// <summary>Gives a line to QEMU's monitor for people.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="line">The line.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What it printed, errors included.</returns>
    /// <exception cref="LodgeException">The VM has no QEMU, or that did not answer in time.</exception>
    public Task<string> TypeAsync(string vm, string line, CancellationToken cancellationToken) => Of(vm).TypeAsync(line, cancellationToken);

    private IVmMonitor Of(string vm)
    {
        var present = _inventory.Get(vm);
        var live = _live.Get(present.Id, present.Name);
        _taints.Mark(present, VmTaint.CustomMonitor);
        return live.Process.Monitor;
    }
}
