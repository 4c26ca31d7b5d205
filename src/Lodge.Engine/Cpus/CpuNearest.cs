using Lodge.Model.Host;
using Lodge.Model.Vms.Compute;

namespace Lodge.Engine.Cpus;

/// <summary>Finds the named model nearest to a set of features. Pure.</summary>
public static class CpuNearest
{
    // Has no feature at all, and no identity that a guest would know.
    private const string Featureless = "base";

    /// <summary>The nearest model that has nothing beyond the set, and what the set has beyond it.</summary>
    /// <param name="features">By QEMU's names.</param>
    /// <param name="vendor">Vendor of the models to consider.</param>
    /// <param name="host">The models.</param>
    public static CpuSpec Within(IReadOnlySet<string> features, string vendor, HostCpuModels host) =>
        Describe(features, Candidates(vendor, host).Where(model => features.IsSupersetOf(model.Features)), host, _ => 0);

    /// <summary>
    /// What this host's processor is called: the model with its own family and number, else the nearest. Features that
    /// the model has and the host lacks are disabled.
    /// </summary>
    public static CpuSpec OfHost(HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var own = host.Host;
        return Describe(
            own.Features.ToHashSet(),
            Candidates(own.Vendor, host),
            host,
            model => (model.Family, model.Model) == (own.Family, own.Model) ? 0 : 1);
    }

    private static IEnumerable<CpuModelInfo> Candidates(string vendor, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return host.Models.Where(model => model.Vendor == vendor && !model.Deprecated && model.Name != Featureless);
    }

    private static CpuSpec Describe(
        IReadOnlySet<string> features, IEnumerable<CpuModelInfo> candidates, HostCpuModels host, Func<CpuModelInfo, int> rank)
    {
        var model = candidates
            .OrderBy(rank)
            .ThenBy(candidate => Difference(features, candidate))
            .ThenBy(candidate => candidate.AliasOf is null)
            .ThenBy(candidate => candidate.Name.Length)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault() ?? host.Models.First(candidate => candidate.Name == Featureless);
        var more = features.Except(model.Features).Order(StringComparer.Ordinal).Select(name => new CpuFeature(name, CpuFeaturePolicy.Require));
        var less = model.Features.Where(name => !features.Contains(name)).Select(name => new CpuFeature(name, CpuFeaturePolicy.Disable));
        return new CpuSpec { Model = model.Name, Features = [.. more, .. less] };
    }

    private static int Difference(IReadOnlySet<string> features, CpuModelInfo model)
    {
        var shared = model.Features.Count(features.Contains);
        return features.Count - shared + model.Features.Count - shared;
    }
}
