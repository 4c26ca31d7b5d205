using Lodge.Model.Host;
using Lodge.Model.Vms.Compute;

namespace Lodge.Engine.Cpus;

/// <summary>
/// The CPU mode host-model: a named model and features, found once and written into the definition. So the guest sees
/// the same at each start, and the VM can go to any host that has as much. Pure.
/// </summary>
public static class HostModels
{
    /// <summary>Whether it has not been found yet.</summary>
    public static bool IsOpen(CpuDefinition cpu) => cpu is { Mode: CpuMode.HostModel, Model: null };

    /// <summary>Writes down what the host's processor is called. Features that the definition names itself come last and count.</summary>
    public static CpuDefinition Settle(CpuDefinition cpu, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        var found = CpuNearest.OfHost(host);
        var own = cpu.Features ?? [];
        var named = own.Select(feature => CpuFeatureNames.Canonical(feature.Name)).ToHashSet();
        return cpu with
        {
            Model = found.Model,
            Features = [.. (found.Features ?? []).Where(feature => !named.Contains(feature.Name)), .. own],
        };
    }

    /// <summary>Keeps what was found for the definition that is replaced.</summary>
    public static CpuDefinition Keep(CpuDefinition cpu, CpuDefinition? previous) =>
        IsOpen(cpu) && cpu.Features is null && previous is { Mode: CpuMode.HostModel, Model: not null }
            ? cpu with { Model = previous.Model, Features = previous.Features }
            : cpu;
}
