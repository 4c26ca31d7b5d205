using Lodge.Model.Vms.Tuning;

namespace Lodge.Qemu.Tuning;

/// <summary>Knobs of what the kernel counts: one an event.</summary>
internal static class PerfKnobs
{
    /// <summary>All of them; those that are switched off come last, since nothing fails after them that would need them again.</summary>
    public static IEnumerable<TuningKnob> Of(IReadOnlyList<PerfEvent>? wanted) => Enum.GetValues<PerfEvent>()
        .Select(one => (Event: one, On: wanted?.Contains(one) == true))
        .OrderByDescending(one => one.On)
        .Select(one => new TuningKnob($"perf {one.Event}", "tuning.perfEvents", [new CountEvent(one.Event, one.On)]));
}
