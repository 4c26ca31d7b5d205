using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Qemu.Host.Meters;

/// <summary>What memory is used for, from <c>/proc/meminfo</c> or the <c>meminfo</c> of a NUMA node. Pure.</summary>
internal static class MemoryFile
{
    /// <summary>Reads a file; lines of a node begin with <c>Node 0</c>.</summary>
    public static HostMemoryFigures Parse(IReadOnlyCollection<string> lines) => new(
        Bytes(lines, "MemTotal:"), Bytes(lines, "MemFree:"), Bytes(lines, "Buffers:"), Bytes(lines, "Cached:", "FilePages:"));

    private static long Bytes(IReadOnlyCollection<string> lines, params IEnumerable<string> names) =>
        (names.Select(name => Kib(lines, name)).FirstOrDefault(found => found is not null) ?? 0) << 10;

    private static long? Kib(IReadOnlyCollection<string> lines, string field)
    {
        foreach (var line in lines)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(words, field);
            if (at >= 0 && at + 1 < words.Length && long.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var kib))
            {
                return kib;
            }
        }

        return null;
    }
}
