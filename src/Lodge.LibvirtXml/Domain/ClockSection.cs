using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Domain;

/// <summary><c>&lt;clock&gt;</c>: the guest's clocks.</summary>
internal static class ClockSection
{
    private static readonly Words<ClockOffset> s_offsets = new(
        (ClockOffset.Utc, "utc"), (ClockOffset.Localtime, "localtime"), (ClockOffset.Timezone, "timezone"),
        (ClockOffset.Variable, "variable"), (ClockOffset.Absolute, "absolute"));

    private static readonly Words<ClockBasis> s_bases = new((ClockBasis.Utc, "utc"), (ClockBasis.Localtime, "localtime"));

    private static readonly Words<TimerName> s_names = new(
        (TimerName.Rtc, "rtc"), (TimerName.Pit, "pit"), (TimerName.Hpet, "hpet"), (TimerName.Tsc, "tsc"),
        (TimerName.Kvmclock, "kvmclock"), (TimerName.Hypervclock, "hypervclock"))
    {
        Refused = ["platform", "armvtimer"],
    };

    private static readonly Words<TickPolicy> s_policies = new(
        (TickPolicy.Delay, "delay"), (TickPolicy.Catchup, "catchup"), (TickPolicy.Merge, "merge"), (TickPolicy.Discard, "discard"));

    private static readonly Words<TimerTrack> s_tracks = new(
        (TimerTrack.Wall, "wall"), (TimerTrack.Guest, "guest"), (TimerTrack.Realtime, "realtime"))
    {
        Refused = ["boot"],
    };

    public static ClockDefinition Read(Element root)
    {
        if (root.Child("clock") is not { } clock)
        {
            return new ClockDefinition { Offset = ClockOffset.Utc };
        }

        var offset = clock.Word("offset", s_offsets) ?? ClockOffset.Utc;
        var timers = clock.Children("timer");
        return new ClockDefinition
        {
            Offset = offset,
            TimeZone = clock.Attr("timezone"),
            Adjustment = Adjustment(clock, offset) ?? (offset == ClockOffset.Variable ? 0 : null),
            Basis = clock.Word("basis", s_bases) ?? (offset == ClockOffset.Variable ? ClockBasis.Utc : null),
            Start = clock.Long("start"),
            Timers = timers.Count == 0 ? null : [.. timers.Select(Timer)],
        };
    }

    public static void Write(XmlOut output, ClockDefinition? clock)
    {
        using var element = output.Element("clock");
        var offset = clock?.Offset ?? ClockOffset.Utc;
        output.Attr("offset", s_offsets.Of(offset))
            .Attr("adjustment", clock?.Adjustment ?? (offset == ClockOffset.Variable ? 0 : null))
            .Attr("basis", s_bases.Of(clock?.Basis ?? (offset == ClockOffset.Variable ? ClockBasis.Utc : null)))
            .Attr("timezone", clock?.TimeZone).Attr("start", clock?.Start);
        foreach (var timer in (clock?.Timers).OrEmpty())
        {
            using var place = output.Element("timer");
            output.Attr("name", s_names.Of(timer.Name)).YesNo("present", timer.Present).Attr("tickpolicy", s_policies.Of(timer.TickPolicy))
                .Attr("track", s_tracks.Of(timer.Track)).Attr("frequency", timer.Frequency);
        }
    }

    // 'reset' and numbers on utc and localtime turn into libvirt's variable offset there; here they are said as such.
    private static long? Adjustment(Element clock, ClockOffset offset) => clock.Attr("adjustment") switch
    {
        null => null,
        "reset" when offset is ClockOffset.Utc or ClockOffset.Localtime => null,
        _ when offset == ClockOffset.Variable => clock.Long("adjustment"),
        var other => throw clock.Unsupported($"'{other}' for the attribute 'adjustment' of <clock> with this offset"),
    };

    private static TimerDefinition Timer(Element timer) => new()
    {
        Name = timer.Word("name", s_names) ?? throw timer.Invalid("missing attribute 'name' of <timer>"),
        Present = timer.YesNo("present"),
        TickPolicy = timer.Word("tickpolicy", s_policies),
        Track = timer.Word("track", s_tracks),
        Frequency = timer.Long("frequency"),
    };
}
