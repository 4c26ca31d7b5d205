using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Text;
using Lodge.Model.Vms.Compute;

namespace Lodge.Engine.Cpus;

/// <summary>Processors as sets of features: expanding, comparing, finding what several have in common. Pure.</summary>
/// <remarks>
/// QEMU has queries for comparison and baseline on s390 only; on x86 its expansions hold all that is needed.
/// </remarks>
public static class CpuFeatureSets
{
    private const string OfHost = "host";
    private const string OfTcg = "max";

    /// <summary>The model that a specification names.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: there is no such model.</exception>
    public static CpuModelInfo ModelOf(string name, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (name is OfHost or OfTcg)
        {
            return host.Host;
        }

        var near = Suggestion.For(name, host.Models.Select(model => model.Name));
        return host.Models.FirstOrDefault(model => model.Name == name) ?? throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"This QEMU has no CPU model '{name}'{(near is null ? "." : $"; did you mean '{near}'?")}",
            "'lodge host cpu models' lists all of them.");
    }

    /// <summary>All features that a specification comes to.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: a model or feature that QEMU does not know.</exception>
    public static IReadOnlySet<string> Expand(CpuSpec cpu, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        var features = ModelOf(cpu.Model, host).Features.ToHashSet();
        foreach (var feature in cpu.Features ?? [])
        {
            var name = CpuFeatureNames.Require(feature.Name, host);
            _ = IsThere(feature.Policy) ? features.Add(name) : features.Remove(name);
        }

        return features;
    }

    /// <summary>How a processor relates to this host.</summary>
    /// <exception cref="LodgeException">As <see cref="Expand"/>.</exception>
    public static CpuComparison Compare(CpuSpec cpu, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var wanted = Expand(cpu, host);
        var missing = wanted.Except(host.Host.Features).Order(StringComparer.Ordinal).ToList();
        var extra = host.Host.Features.Except(wanted).Order(StringComparer.Ordinal).ToList();
        return new CpuComparison
        {
            Outcome = missing.Count > 0 ? CpuRelation.Incompatible : extra.Count > 0 ? CpuRelation.Superset : CpuRelation.Identical,
            Missing = missing,
            Extra = extra,
        };
    }

    /// <summary>The best processor that all of several can be: a model within all of them, and what else they share.</summary>
    /// <param name="cpus">One or more.</param>
    /// <param name="host">What QEMU knows.</param>
    /// <exception cref="LodgeException">As <see cref="Expand"/>; or they are of different vendors.</exception>
    public static CpuSpec Baseline(IReadOnlyList<CpuSpec> cpus, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        if (cpus.Count == 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "There is no processor to find a baseline of.", "Name one or more.");
        }

        var vendors = cpus.Select(cpu => ModelOf(cpu.Model, host).Vendor).Distinct().ToList();
        if (vendors.Count > 1)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The processors are of different vendors ({string.Join(", ", vendors)}), which have no model in common.",
                "Keep hosts of different vendors apart, or use a model made for all, such as kvm64 or qemu64.");
        }

        var shared = cpus.Select(cpu => Expand(cpu, host)).Aggregate((one, other) => one.Intersect(other).ToHashSet());
        return CpuNearest.Within(shared, vendors[0], host);
    }

    private static bool IsThere(CpuFeaturePolicy policy) => policy is not (CpuFeaturePolicy.Disable or CpuFeaturePolicy.Forbid);
}
