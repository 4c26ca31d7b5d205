using Lodge.Engine.Cpus;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Qemu.Planning.Cpus;

/// <summary>Which QEMU model a definition comes to, and which features are switched on top of it. Pure.</summary>
internal static class CpuWords
{
    private const string Host = "host";
    private const string Max = "max";

    /// <summary>QEMU's model, for <c>-cpu</c> and for the names of single processors.</summary>
    public static string ModelOf(CpuDefinition cpu, Accelerator accel) => ModeOf(cpu, accel) switch
    {
        CpuMode.HostPassthrough => Host,
        CpuMode.Maximum => Max,
        _ => cpu.Model ?? (accel == Accelerator.Kvm ? Host : Max),
    };

    /// <summary>What a definition that names no mode means.</summary>
    public static CpuMode ModeOf(CpuDefinition cpu, Accelerator accel) => (cpu.Mode, cpu.Model) switch
    {
        ({ } mode, _) => mode,
        (null, Host) => CpuMode.HostPassthrough,
        (null, Max) => CpuMode.Maximum,
        (null, not null) => CpuMode.Custom,
        _ => accel == Accelerator.Kvm ? CpuMode.HostPassthrough : CpuMode.Maximum,
    };

    /// <summary>
    /// Features to switch, with QEMU's names, in the order of the definition. Optional ones are on only where the host
    /// has them. The match minimum adds all that the host has and the model lacks.
    /// </summary>
    public static IEnumerable<(string Name, bool On)> Features(PlanContext context)
    {
        var cpu = context.Definition.Cpu;
        var ofHost = context.Cpus?.Host.Features;
        var named = new HashSet<string>();
        foreach (var feature in cpu.Features ?? [])
        {
            var name = CpuFeatureNames.Canonical(feature.Name);
            named.Add(name);
            if (feature.Policy != CpuFeaturePolicy.Optional || ofHost?.Contains(name) == true)
            {
                yield return (name, feature.Policy is not (CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid));
            }
        }

        foreach (var name in MissingInModel(context).Where(name => !named.Contains(name)))
        {
            yield return (name, true);
        }
    }

    private static IEnumerable<string> MissingInModel(PlanContext context) =>
        context.Definition.Cpu is { Match: CpuMatch.Minimum } cpu
            && context.Cpus is { } host
            && host.Models.FirstOrDefault(model => model.Name == ModelOf(cpu, context.Accelerator.Kind)) is { } model
            ? host.Host.Features.Except(model.Features)
            : [];
}
