using System.Diagnostics;

namespace Lodge.Bench.Lab;

/// <summary>Takes times.</summary>
internal static class Clock
{
    /// <summary>How long a piece of work takes.</summary>
    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var begun = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(begun);
    }
}
