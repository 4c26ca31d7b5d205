using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Cli.Rendering;

/// <summary>The texts of <c>lodge host cpu</c>.</summary>
internal static class CpuText
{
    private const int LineWidth = 80;

    /// <summary>One row a model.</summary>
    public static string Models(HostCpuModels host, bool all, Style style)
    {
        var table = new Table(style, "MODEL", "RUNS", "VENDOR", ">FEATURES", "LACKS HERE");
        foreach (var model in host.Models.Where(model => all || (model.Missing.Count == 0 && !HasOtherName(model, host) && !model.Deprecated)))
        {
            table.Add(
                model.AliasOf is { } other && all ? $"{model.Name} = {other}" : model.Name,
                model.Missing.Count == 0 ? "yes" : "no",
                model.Vendor,
                model.Features.Count.ToString(CultureInfo.InvariantCulture),
                Short(model.Missing));
        }

        return table.ToString();
    }

    /// <summary>One line a feature.</summary>
    public static string Features(HostCpuModels host)
    {
        var own = host.Host.Features.ToHashSet();
        return string.Concat(host.KnownFeatures.Select(name => $"{(own.Contains(name) ? '+' : '-')}{name}\n"));
    }

    /// <summary>A sentence, and the features that it is about.</summary>
    public static string Comparison(CpuComparison comparison, Style style) => comparison.Outcome switch
    {
        CpuRelation.Identical => style.Green("identical") + ": the host's processor is just that.\n",
        CpuRelation.Superset => style.Green("superset") + $": the host has all of it, and {comparison.Extra.Count} features more.\n",
        _ => style.Yellow("incompatible") + ": the host lacks " + string.Join(", ", comparison.Missing) + ".\n",
    };

    private static bool HasOtherName(CpuModelInfo model, HostCpuModels host) => host.Models.Any(other => other.AliasOf == model.Name);

    private static string Short(IReadOnlyList<string> names)
    {
        var shown = new List<string>();
        foreach (var name in names)
        {
            if (shown.Sum(each => each.Length + 1) + name.Length > LineWidth / 2)
            {
                return $"{string.Join(' ', shown)} and {names.Count - shown.Count} more";
            }

            shown.Add(name);
        }

        return string.Join(' ', shown);
    }
}
