using Lodge.Engine.Cpus;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Libvirt.Handlers.Hosts;

/// <summary>The host's processor as libvirt's clients want it: a named model, and features beyond it.</summary>
internal static class HostCpu
{
    /// <summary>What guests can have at most under an accelerator.</summary>
    public static CpuModelInfo Of(HostCpuModels models)
    {
        var near = CpuNearest.Within(models.Host.Features.ToHashSet(), models.Host.Vendor, models);
        return models.Host with
        {
            Name = near.Model,
            Features = [.. (near.Features ?? []).Where(feature => feature.Policy == CpuFeaturePolicy.Require).Select(feature => feature.Name)],
        };
    }

    /// <summary>The models, or null where QEMU cannot be asked.</summary>
    public static async Task<HostCpuModels?> ModelsOrNullAsync(CpuService cpus, Accelerator accel, CancellationToken cancellation)
    {
        try
        {
            return await cpus.GetModelsAsync(accel, cancellation);
        }
        catch (LodgeException failure) when (failure.Error.Code != ErrorCode.Cancelled)
        {
            return null; // Without QEMU the rest of the host can still be told of.
        }
    }
}
