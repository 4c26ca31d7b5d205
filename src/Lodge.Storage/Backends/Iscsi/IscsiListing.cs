using System.Globalization;

namespace Lodge.Storage.Backends.Iscsi;

/// <summary>Reads what iscsi-ls prints: a line for each target, and below it one for each of its units; and what open-iscsi's tool does.</summary>
internal static class IscsiListing
{
    private const string TargetMark = "Target:";
    private const string UnitMark = "Lun:";
    private const string DiskMark = "DIRECT_ACCESS";

    /// <summary>The names of all targets, each once, however many portals lead to it.</summary>
    /// <param name="printed">The whole output.</param>
    public static IReadOnlyList<string> ReadTargets(string printed) =>
    [
        .. Lines(printed).Where(line => line.StartsWith(TargetMark, StringComparison.Ordinal)).Select(line => line[TargetMark.Length..].Split(' ')[0]).Distinct(),
    ];

    /// <summary>The same from what <c>iscsiadm -m discovery</c> prints: lines of a portal with its group, and a name.</summary>
    /// <param name="printed">The whole output.</param>
    public static IReadOnlyList<string> ReadDiscovery(string printed) => [.. Lines(printed).Select(line => line.Split(' ')).Where(parts => parts.Length == 2).Select(parts => parts[1]).Distinct()];

    /// <summary>The disks of a target.</summary>
    /// <param name="printed">The whole output.</param>
    /// <param name="target">Name of the target.</param>
    /// <returns>Their numbers, null when the target is not there; and whether a further target follows, so that none of them is missing though the tool failed later.</returns>
    public static (IReadOnlyList<int>? Units, bool IsComplete) Read(string printed, string target)
    {
        List<int>? units = null;
        var isOurs = false;
        foreach (var line in Lines(printed))
        {
            if (line.StartsWith(TargetMark, StringComparison.Ordinal))
            {
                if (isOurs)
                {
                    return (units, true);
                }

                isOurs = line[TargetMark.Length..].Split(' ')[0] == target;
                units = isOurs ? [] : units;
            }
            else if (isOurs && line.StartsWith(UnitMark, StringComparison.Ordinal) && line.Contains(DiskMark, StringComparison.Ordinal)
                && int.TryParse(line[UnitMark.Length..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var unit))
            {
                units!.Add(unit);
            }
        }

        return (units, false);
    }

    private static string[] Lines(string printed) => printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
