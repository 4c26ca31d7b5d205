using System.Globalization;

namespace Lodge.Bench.Lab;

/// <summary>Ticks of all processors since the machine began, as the first line of <c>/proc/stat</c> counts them (proc(5)).</summary>
/// <param name="All">Whatever they did, or did not.</param>
/// <param name="Stolen">While they wanted to work, and the host of this virtual machine let others.</param>
internal readonly record struct ProcessorTime(long All, long Stolen)
{
    // user, nice, system, idle, iowait, irq, softirq, steal; what follows is counted in user and nice already.
    private const int Kinds = 8;

    public static ProcessorTime Read()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(Kinds)
            .Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new ProcessorTime(ticks.Sum(), ticks[^1]);
    }

    /// <summary>The stolen share of the time since then, 0 to 1.</summary>
    public double StolenSince(ProcessorTime before) => All == before.All ? 0 : (double)(Stolen - before.Stolen) / (All - before.All);
}
