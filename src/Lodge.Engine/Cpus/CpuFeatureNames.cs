using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Text;

namespace Lodge.Engine.Cpus;

/// <summary>Features have one name within QEMU's answers; people and libvirt know some by others too.</summary>
public static class CpuFeatureNames
{
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.Ordinal)
    {
        ["sse3"] = "pni",
        ["sse4-1"] = "sse4.1",
        ["sse4-2"] = "sse4.2",
        ["pclmuldq"] = "pclmulqdq",
        ["ffxsr"] = "fxsr-opt",
        ["i64"] = "lm",
        ["xd"] = "nx",
    };

    /// <summary>QEMU's name of a feature: dashes for underscores, and the usual synonyms resolved.</summary>
    public static string Canonical(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var dashed = name.Trim().Replace('_', '-').ToLowerInvariant();
        return Synonyms.GetValueOrDefault(dashed, dashed);
    }

    /// <summary>QEMU's name of a feature that it must know.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: it does not.</exception>
    public static string Require(string name, HostCpuModels host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var canonical = Canonical(name);
        if (host.KnownFeatures.Contains(canonical))
        {
            return canonical;
        }

        var near = Suggestion.For(canonical, host.KnownFeatures);
        throw new LodgeException(
            ErrorCode.InvalidArgument,
            $"This QEMU knows no processor feature '{name}'{(near is null ? "." : $"; did you mean '{near}'?")}",
            "'lodge host cpu models --features' lists all of them.");
    }
}
