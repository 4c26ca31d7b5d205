using System.Globalization;
using Lodge.Linux.Files;

namespace Lodge.Linux.Processes;

/// <summary>What a thread has used, from <c>/proc/PID/task/TID</c>: <c>stat</c>, <c>schedstat</c> and <c>sched</c> (proc(5), sched-stats.rst in Linux' tree).</summary>
/// <param name="CpuNanoseconds">Processor time.</param>
/// <param name="DelayNanoseconds">Time that it was ready to run and had to wait for a processor.</param>
/// <param name="WaitNanoseconds">The same, as the scheduler's own statistics count it; 0 where the kernel keeps none.</param>
/// <param name="Processor">The processor that it ran on last.</param>
public sealed record ThreadTimes(long CpuNanoseconds, long DelayNanoseconds, long WaitNanoseconds, int Processor)
{
    private const int NanosecondDigits = 6;

    /// <summary>Reads them; null when the thread is gone.</summary>
    /// <param name="pid">The process id.</param>
    /// <param name="threadId">The thread.</param>
    public static ThreadTimes? Read(int pid, int threadId)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task/{threadId}");
        return KernelFile.TryRead($"{folder}/stat") is { } stat
            ? Parse(stat, KernelFile.TryRead($"{folder}/schedstat"), KernelFile.TryRead($"{folder}/sched"))
            : null;
    }

    /// <summary>Reads the numbers from the texts of the files; a kernel may be without the last two.</summary>
    internal static ThreadTimes Parse(string stat, string? schedStat, string? sched)
    {
        var fields = ProcessTimes.StatFields(stat);
        var counted = schedStat?.Split(' ');
        var ticks = ProcessTimes.Number(fields, 14) + ProcessTimes.Number(fields, 15);
        return new ThreadTimes(
            counted is null ? ticks * ProcessTimes.NanosecondsPerTick : long.Parse(counted[0], CultureInfo.InvariantCulture),
            counted is null ? 0 : long.Parse(counted[1], CultureInfo.InvariantCulture),
            WaitIn(sched),
            (int)ProcessTimes.Number(fields, 39));
    }

    // A line such as "wait_sum   :   123.456789", in milliseconds; older kernels write "se.statistics.wait_sum".
    private static long WaitIn(string? sched)
    {
        var at = sched?.IndexOf("wait_sum", StringComparison.Ordinal) ?? -1;
        if (at < 0)
        {
            return 0;
        }

        var line = sched.AsSpan(at);
        line = line[..(line.IndexOf('\n') is var end and >= 0 ? end : line.Length)];
        var value = line[(line.IndexOf(':') + 1)..].Trim();
        return decimal.TryParse(value, CultureInfo.InvariantCulture, out var milliseconds)
            ? (long)(milliseconds * (decimal)Math.Pow(10, NanosecondDigits))
            : 0;
    }
}
