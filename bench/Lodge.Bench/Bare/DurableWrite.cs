using System.Diagnostics;
using Lodge.Bench.Report;

namespace Lodge.Bench.Bare;

/// <summary>Four KiB added to a file and flushed to the disk: the least that anything durable costs.</summary>
internal static class DurableWrite
{
    private const int PageSize = 4096;

    public static Samples Measure(string folder, int runs)
    {
        var page = new byte[PageSize];
        var samples = new Samples();
        using var file = File.OpenHandle(Path.Combine(folder, "durable"), FileMode.Create, FileAccess.Write);
        for (var i = 0; i < runs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, page, (long)i * PageSize);
            RandomAccess.FlushToDisk(file);
            samples.Add(Stopwatch.GetElapsedTime(begun));
        }

        return samples;
    }
}
