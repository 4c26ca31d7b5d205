using System.Globalization;
using Lodge.Linux.Files;

namespace Lodge.Linux.Processes;

/// <summary>What a process has used, from <c>/proc/PID/stat</c> and <c>/proc/PID/statm</c> (proc(5)); exact to a clock tick, 10 ms.</summary>
/// <param name="UserNanoseconds">Processor time in the program itself, guests included.</param>
/// <param name="SystemNanoseconds">Processor time in the kernel.</param>
/// <param name="ResidentBytes">Memory that is in use now.</param>
public sealed record ProcessTimes(long UserNanoseconds, long SystemNanoseconds, long ResidentBytes)
{
    // USER_HZ, which Linux has fixed at 100 for programs on x86.
    internal const long NanosecondsPerTick = 10_000_000;

    /// <summary>Reads them; null when the process is gone.</summary>
    /// <param name="pid">The process id.</param>
    public static ProcessTimes? Read(int pid)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        return KernelFile.TryRead($"{folder}/stat") is { } stat && KernelFile.TryRead($"{folder}/statm") is { } memory
            ? Parse(stat, memory)
            : null;
    }

    /// <summary>Reads the numbers from the texts of both files.</summary>
    internal static ProcessTimes Parse(string stat, string memory)
    {
        var fields = StatFields(stat);
        var pages = long.Parse(memory.Split(' ')[1], CultureInfo.InvariantCulture);
        return new ProcessTimes(
            Number(fields, 14) * NanosecondsPerTick, Number(fields, 15) * NanosecondsPerTick, pages * Environment.SystemPageSize);
    }

    /// <summary>The fields of a stat file from the third on. The program's name before them may hold any character.</summary>
    internal static string[] StatFields(string stat) => stat[(stat.LastIndexOf(')') + 2)..].Split(' ');

    /// <summary>A field by its number in proc(5).</summary>
    internal static long Number(string[] fields, int field) => long.Parse(fields[field - 3], CultureInfo.InvariantCulture);
}
