using Lodge.Model.Errors;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Host;

/// <summary>The time zone that a guest's clock runs in.</summary>
internal static class GuestZone
{
    /// <summary>How far it is from UTC at a time; null when the clock is in no zone of its own.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>: the host knows no such zone.</exception>
    public static TimeSpan? OffsetOf(ClockDefinition? clock, DateTimeOffset now)
    {
        if (clock is not { Offset: ClockOffset.Timezone, TimeZone: { } name })
        {
            return null;
        }

        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name).GetUtcOffset(now);
        }
        catch (Exception unknown) when (unknown is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"This host knows no time zone '{name}' (clock.timeZone).",
                "Use a name such as Europe/Vienna; 'timedatectl list-timezones' lists them, and Debian's package tzdata has them.",
                unknown);
        }
    }
}
