using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>The real-time clock's offset, and single clocks.</summary>
internal static class ClockValidator
{
    // 31 December 9999, the last day that QEMU reads.
    private const long LastSecond = 253_402_300_799;

    // A hundred years.
    private const long AdjustmentLimit = 3_155_760_000;

    public static void Check(VmDefinition definition, Place root)
    {
        if (definition.Clock is not { } clock)
        {
            return;
        }

        var (place, offset) = (root.In("clock"), clock.Offset ?? ClockOffset.Utc);
        place.Only(offset == ClockOffset.Timezone, "the offset 'timezone'", ("timeZone", clock.TimeZone));
        place.Only(offset == ClockOffset.Variable, "the offset 'variable'", ("adjustment", clock.Adjustment), ("basis", clock.Basis));
        place.Only(offset == ClockOffset.Absolute, "the offset 'absolute'", ("start", clock.Start));
        place.AddIf(offset == ClockOffset.Timezone && clock.TimeZone is null, "timeZone", "is missing: the offset 'timezone' needs it");
        place.AddIf(offset == ClockOffset.Absolute && clock.Start is null, "start", "is missing: the offset 'absolute' needs it");
        place.AddIf(
            clock.TimeZone is { } zone && !IsZone(zone),
            "timeZone",
            $"must be the name of a time zone such as 'Europe/Vienna', and is '{clock.TimeZone}'");
        place.Range("adjustment", clock.Adjustment, -AdjustmentLimit, AdjustmentLimit);
        place.Range("start", clock.Start, 0, LastSecond);
        CheckTimers(clock, place);
    }

    private static void CheckTimers(ClockDefinition clock, Place place)
    {
        var names = new HashSet<TimerName>();
        foreach (var (timerPlace, timer) in place.Each("timers", clock.Timers))
        {
            timerPlace.AddIf(!names.Add(timer.Name), "name", $"is {timer.Name.Quoted()}, as another timer's is already");
            timerPlace.Only(timer.Name is TimerName.Rtc or TimerName.Pit, "the timers 'rtc' and 'pit'", ("tickPolicy", timer.TickPolicy));
            timerPlace.Only(timer.Name == TimerName.Rtc, "the timer 'rtc'", ("track", timer.Track));
            timerPlace.Only(timer.Name == TimerName.Tsc, "the timer 'tsc'", ("frequency", timer.Frequency));
            timerPlace.AtLeast("frequency", timer.Frequency, 1);
            timerPlace.AddIf(
                timer is { Name: TimerName.Rtc, TickPolicy: TickPolicy.Merge or TickPolicy.Discard },
                "tickPolicy",
                "must be 'delay' or 'catchup' for the timer 'rtc'");
            timerPlace.AddIf(
                timer is { Name: TimerName.Pit, TickPolicy: TickPolicy.Merge or TickPolicy.Catchup },
                "tickPolicy",
                "must be 'delay' or 'discard' for the timer 'pit'");
        }
    }

    // Such as 'Europe/Vienna' or 'Etc/GMT+2': the names of the files below /usr/share/zoneinfo.
    private static bool IsZone(string zone) =>
        zone.Length <= 64 && zone.Split('/').All(part => part.Length > 0 && char.IsAsciiLetter(part[0]) && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+'));
}
