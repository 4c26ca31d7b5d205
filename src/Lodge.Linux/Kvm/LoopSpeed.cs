using System.Diagnostics;

namespace Lodge.Linux.Kvm;

/// <summary>Measures how fast a loop runs, without knowing beforehand whether it is fast or slow.</summary>
internal static class LoopSpeed
{
    private const uint FirstBatch = 1_000;
    private const uint LastBatch = 100_000_000;
    private const uint Growth = 10;

    private static readonly TimeSpan s_enough = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Rounds a second. Batches grow tenfold until one takes 20 ms, and stop when the next would exceed the budget of
    /// 150 ms in all. The last batch counts alone: the first ones pay for page faults and caches.
    /// </summary>
    /// <param name="run">Runs so many rounds.</param>
    /// <param name="clock">Tells the time that has passed since some moment.</param>
    public static double Measure(Action<uint> run, Func<TimeSpan> clock)
    {
        var start = clock();
        for (var rounds = FirstBatch; ; rounds *= Growth)
        {
            var before = clock();
            run(rounds);
            var after = clock();
            var took = after - before;
            var spent = after - start;
            if (took >= s_enough || rounds >= LastBatch || spent + (took * Growth) > s_budget)
            {
                return rounds / Math.Max(took.TotalSeconds, 1e-9);
            }
        }
    }

    /// <summary>The time since the process's clock began.</summary>
    public static TimeSpan Now() => Stopwatch.GetElapsedTime(0);
}
