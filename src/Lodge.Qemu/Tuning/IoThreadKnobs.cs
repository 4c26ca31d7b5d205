using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>Knobs of I/O threads that QEMU itself turns: polling, and worker threads.</summary>
internal static class IoThreadKnobs
{
    // What QEMU does unless told otherwise (qapi/qom.json, IothreadProperties).
    private const long UsualPollMax = 32_768;
    private const long UsualPoolMax = 64;

    /// <summary>All knobs of each thread that runs and that one of two definitions names.</summary>
    public static IEnumerable<TuningKnob> Of(
        IReadOnlyList<IoThreadDefinition>? wanted, IReadOnlyList<IoThreadDefinition>? other, TuningThreads threads)
    {
        var wishes = (wanted ?? []).ToDictionary(thread => thread.Id);
        var named = wishes.Keys.Union((other ?? []).Select(thread => thread.Id)).ToHashSet();
        return threads.IoThreads.Select(thread => thread.Number).Where(named.Contains)
            .SelectMany(number => Of(number, wishes.GetValueOrDefault(number)));
    }

    // The least number of workers is taken away first, as at no moment it may be above the most.
    private static IEnumerable<TuningKnob> Of(int number, IoThreadDefinition? wish) =>
    [
        Knob(number, "polling", ("poll-max-ns", wish?.PollMax ?? UsualPollMax), ("poll-grow", wish?.PollGrow ?? 0), ("poll-shrink", wish?.PollShrink ?? 0)),
        Knob(number, "workers", ("thread-pool-min", 0), ("thread-pool-max", wish?.ThreadPoolMax ?? UsualPoolMax), ("thread-pool-min", wish?.ThreadPoolMin ?? 0)),
    ];

    private static TuningKnob Knob(int number, string what, params IEnumerable<(string Property, long Value)> settings) => new(
        $"{IoThreadNames.Of(number)} {what}", "tuning.ioThreads", [.. settings.Select(setting => new SetIoThread(number, setting.Property, setting.Value))]);
}
