using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Platform;

/// <summary>The guest's clocks.</summary>
public sealed record ClockDefinition
{
    /// <summary>What the real-time clock shows at start. Absent: UTC.</summary>
    public ClockOffset? Offset { get; init; }

    /// <summary>Offset timezone: name such as <c>Europe/Vienna</c>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Offset variable: seconds from <see cref="Basis"/>, -3,155,760,000 to 3,155,760,000 (a hundred years); what the guest sets is kept here, without a new revision. Absent: 0.</summary>
    public long? Adjustment { get; init; }

    /// <summary>Offset variable: what the adjustment counts from. Absent: UTC.</summary>
    public ClockBasis? Basis { get; init; }

    /// <summary>Offset absolute, which needs it: seconds since 1970, UTC, at start, 0 to 253,402,300,799. Absent: none.</summary>
    public long? Start { get; init; }

    /// <summary>Single clocks that differ, each once.</summary>
    public IReadOnlyList<TimerDefinition>? Timers { get; init; }
}

/// <summary>What a real-time clock shows.</summary>
[JsonConverter(typeof(KebabEnumConverter<ClockOffset>))]
public enum ClockOffset
{
    /// <summary>UTC.</summary>
    Utc = 0,

    /// <summary>The host's local time.</summary>
    Localtime = 1,

    /// <summary>Local time of a zone.</summary>
    Timezone = 2,

    /// <summary>What the guest last set.</summary>
    Variable = 3,

    /// <summary>The same at every start.</summary>
    Absolute = 4,
}

/// <summary>What a variable clock counts from.</summary>
[JsonConverter(typeof(KebabEnumConverter<ClockBasis>))]
public enum ClockBasis
{
    /// <summary>UTC.</summary>
    Utc = 0,

    /// <summary>The host's local time.</summary>
    Localtime = 1,
}

/// <summary>A clock of the guest.</summary>
public sealed record TimerDefinition
{
    /// <summary>Which.</summary>
    public required TimerName Name { get; init; }

    /// <summary>Whether it is there. Absent: as the board does.</summary>
    public bool? Present { get; init; }

    /// <summary>rtc and pit: what becomes of ticks that the guest missed. Absent: rtc catches up slowly, pit delays.</summary>
    public TickPolicy? TickPolicy { get; init; }

    /// <summary>rtc: which of the host's clocks it follows. Absent: the wall clock.</summary>
    public TimerTrack? Track { get; init; }

    /// <summary>tsc: frequency, Hz, 1 or more. Absent: the host's.</summary>
    public long? Frequency { get; init; }
}

/// <summary>Clocks of a PC.</summary>
[JsonConverter(typeof(KebabEnumConverter<TimerName>))]
public enum TimerName
{
    /// <summary>Real-time clock.</summary>
    Rtc = 0,

    /// <summary>Programmable interval timer.</summary>
    Pit = 1,

    /// <summary>High precision event timer.</summary>
    Hpet = 2,

    /// <summary>Time stamp counter.</summary>
    Tsc = 3,

    /// <summary>KVM's paravirtual clock.</summary>
    Kvmclock = 4,

    /// <summary>Hyper-V's reference time counter.</summary>
    Hypervclock = 5,
}

/// <summary>What becomes of missed ticks.</summary>
[JsonConverter(typeof(KebabEnumConverter<TickPolicy>))]
public enum TickPolicy
{
    /// <summary>They come late.</summary>
    Delay = 0,

    /// <summary>They come faster until caught up.</summary>
    Catchup = 1,

    /// <summary>Several become one.</summary>
    Merge = 2,

    /// <summary>They are lost.</summary>
    Discard = 3,
}

/// <summary>What a real-time clock follows.</summary>
[JsonConverter(typeof(KebabEnumConverter<TimerTrack>))]
public enum TimerTrack
{
    /// <summary>The host's wall clock.</summary>
    Wall = 0,

    /// <summary>The guest's own time, which stands while it is paused.</summary>
    Guest = 1,

    /// <summary>The host's monotonic clock.</summary>
    Realtime = 2,
}
