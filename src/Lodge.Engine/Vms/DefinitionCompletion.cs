using Lodge.Engine.Cpus;
using Lodge.Engine.Ports;
using Lodge.Engine.Storage.Volumes;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Validation;

namespace Lodge.Engine.Vms;

/// <summary>Checks a definition and fills in what it leaves open, once.</summary>
internal sealed class DefinitionCompletion(IHypervisor hypervisor, VolumeResolver volumes, MacRegister macs)
{
    /// <summary>The complete definition.</summary>
    /// <param name="definition">What somebody wrote.</param>
    /// <param name="previous">What it replaces; null for a new VM.</param>
    /// <param name="beside">Another definition of the same VM, whose names and addresses are not to be taken for new devices.</param>
    /// <param name="cancellationToken">Ends the looking into images.</param>
    /// <exception cref="LodgeException">It has flaws, another VM has a card's address, or an image cannot be read.</exception>
    public Task<VmDefinition> CompleteAsync(
        VmDefinition definition, VmDefinition? previous, VmDefinition? beside, CancellationToken cancellationToken)
    {
        VmValidator.ThrowIfFlawed(definition);
        var id = previous?.Id ?? definition.Id;
        var complete = VmNormalizer.Complete(definition, previous, beside, mac => macs.Has(mac, id));
        macs.ThrowIfTaken(complete, previous);
        return SettleAsync(complete, previous, starting: false, cancellationToken);
    }

    /// <summary>The complete definition of a running VM to which something was done.</summary>
    /// <param name="definition">What it shall be.</param>
    /// <param name="running">What runs.</param>
    /// <param name="next">What the next start will use.</param>
    /// <param name="cancellationToken">Ends the looking into images.</param>
    /// <exception cref="LodgeException">It has flaws, there is no place for a device, or an image cannot be read.</exception>
    public Task<VmDefinition> CompleteRunningAsync(
        VmDefinition definition, VmDefinition running, VmDefinition? next, CancellationToken cancellationToken)
    {
        VmValidator.ThrowIfFlawed(definition);
        var complete = VmNormalizer.CompleteRunning(definition, running, next, mac => macs.Has(mac, running.Id));
        macs.ThrowIfTaken(complete, running);
        return SettleAsync(complete, running, starting: true, cancellationToken);
    }

    private async Task<VmDefinition> SettleAsync(VmDefinition open, VmDefinition? previous, bool starting, CancellationToken cancellationToken)
    {
        var complete = await volumes.ResolveAsync(open, starting, cancellationToken);
        var disks = new List<DiskDefinition>();
        foreach (var disk in complete.Disks)
        {
            disks.Add(disk.Format is null && disk.Source?.HostPath() is { } path
                ? disk with { Format = await hypervisor.DetectFormatAsync(path, cancellationToken) }
                : disk);
        }

        return await SettleCpuAsync(complete with { Disks = disks, Cpu = HostModels.Keep(complete.Cpu, previous?.Cpu) }, cancellationToken);
    }

    /// <summary>Writes down what the CPU mode host-model means; the same definition when nothing is open. A host that cannot tell now tells at the first start.</summary>
    public async Task<VmDefinition> SettleCpuAsync(VmDefinition definition, CancellationToken cancellationToken)
    {
        if (!HostModels.IsOpen(definition.Cpu))
        {
            return definition;
        }

        try
        {
            var host = await hypervisor.GetCpuModelsAsync(definition.Accel, cancellationToken);
            return definition with { Cpu = HostModels.Settle(definition.Cpu, host) };
        }
        catch (LodgeException unknown) when (unknown.Error.Code is ErrorCode.HypervisorFailed or ErrorCode.KvmUnusable)
        {
            return definition;
        }
    }
}
