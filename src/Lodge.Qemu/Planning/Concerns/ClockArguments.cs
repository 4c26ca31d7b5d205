using System.Globalization;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>The real-time clock, and what becomes of ticks that a busy host kept from the guest.</summary>
internal static class ClockArguments
{
    public static void Add(PlanBuilder plan, PlanContext context)
    {
        var rtc = Timer(context, TimerName.Rtc);
        plan.Add("-rtc", OptionText.Of(
            "",
            ("base", Base(context)),
            ("clock", rtc?.Track switch { TimerTrack.Guest => "vm", TimerTrack.Realtime => "rt", TimerTrack.Wall => "host", _ => null }),
            ("driftfix", rtc?.TickPolicy is null or TickPolicy.Catchup ? "slew" : null)));

        // The timer in the kernel is the one that knows about lost ticks.
        if (context is { Accelerator.Kind: Accelerator.Kvm, MachineType: not MachineType.Microvm } && Timer(context, TimerName.Pit)?.Present != false)
        {
            var policy = Timer(context, TimerName.Pit)?.TickPolicy == TickPolicy.Discard ? "discard" : "delay";
            plan.Add("-global", $"kvm-pit.lost_tick_policy={policy}");
        }
    }

    private static string Base(PlanContext context)
    {
        var clock = context.Definition.Clock ?? new();
        return clock.Offset switch
        {
            ClockOffset.Localtime => "localtime",
            ClockOffset.Timezone => Text(context.Now.UtcDateTime + (context.ZoneOffset ?? TimeSpan.Zero)),
            ClockOffset.Variable => Text(Basis(context, clock) + TimeSpan.FromSeconds(clock.Adjustment ?? 0)),
            ClockOffset.Absolute => Text(DateTime.UnixEpoch + TimeSpan.FromSeconds(clock.Start ?? 0)),
            _ => "utc",
        };
    }

    private static DateTime Basis(PlanContext context, ClockDefinition clock) =>
        clock.Basis == ClockBasis.Localtime ? context.Now.DateTime : context.Now.UtcDateTime;

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static TimerDefinition? Timer(PlanContext context, TimerName name) =>
        (context.Definition.Clock?.Timers ?? []).FirstOrDefault(timer => timer.Name == name);
}
