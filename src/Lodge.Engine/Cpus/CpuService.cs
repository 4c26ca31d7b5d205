using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;

namespace Lodge.Engine.Cpus;

/// <summary>Which processors guests can have on this host.</summary>
public sealed class CpuService
{
    private readonly IHypervisor _hypervisor;

    internal CpuService(IHypervisor hypervisor) => _hypervisor = hypervisor;

    /// <summary>All models.</summary>
    /// <param name="accel">Under which accelerator; auto for the one that VMs get by default.</param>
    /// <param name="cancellationToken">Ends the wait for QEMU.</param>
    /// <exception cref="LodgeException">QEMU cannot be asked, or the accelerator is not usable here.</exception>
    public Task<HostCpuModels> GetModelsAsync(Accelerator accel, CancellationToken cancellationToken) =>
        _hypervisor.GetCpuModelsAsync(accel, cancellationToken);

    /// <summary>How a processor relates to this host.</summary>
    /// <exception cref="LodgeException">As <see cref="GetModelsAsync"/>; or QEMU does not know the model or a feature.</exception>
    public async Task<CpuComparison> CompareAsync(CpuSpec cpu, Accelerator accel, CancellationToken cancellationToken) =>
        CpuFeatureSets.Compare(cpu, await GetModelsAsync(accel, cancellationToken));

    /// <summary>The best processor that all of several can be.</summary>
    /// <exception cref="LodgeException">As <see cref="CompareAsync"/>; or they are of different vendors.</exception>
    public async Task<CpuSpec> BaselineAsync(IReadOnlyList<CpuSpec> cpus, Accelerator accel, CancellationToken cancellationToken) =>
        CpuFeatureSets.Baseline(cpus, await GetModelsAsync(accel, cancellationToken));
}
