using System.Globalization;
using Lodge.Model.Host;

namespace Lodge.Qemu.Host.Meters;

/// <summary>How processors spent their time, from <c>/proc/stat</c> (proc(5)). Pure.</summary>
internal static class CpuTimesFile
{
    // The file counts hundredths of a second (USER_HZ) on every Linux of x86-64.
    private const long NanosecondsPerTick = 10_000_000;

    /// <summary>Reads the line of one processor, or the first, which is of all.</summary>
    /// <returns>Null when there is no such line.</returns>
    public static HostCpuTimes? Parse(IEnumerable<string> lines, int? cpu)
    {
        var name = cpu is { } number ? string.Create(CultureInfo.InvariantCulture, $"cpu{number} ") : "cpu ";
        var line = lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? null : Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // name, user, nice, system, idle, iowait, irq, softirq; guests are in 'user' already.
    private static HostCpuTimes Parse(string[] words) => new(
        Ticks(words, 3) + Ticks(words, 6) + Ticks(words, 7), Ticks(words, 1) + Ticks(words, 2), Ticks(words, 4), Ticks(words, 5));

    private static long Ticks(string[] words, int index) =>
        index < words.Length && long.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? ticks * NanosecondsPerTick : 0;
}
