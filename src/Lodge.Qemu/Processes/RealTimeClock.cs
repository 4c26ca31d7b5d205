using System.Text.Json;
using Lodge.Model.Errors;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Processes;

/// <summary>
/// What a guest's real-time clock shows: the machine's property <c>rtc-time</c>, a broken-down time as in C
/// (hw/rtc/mc146818rtc.c in QEMU's tree).
/// </summary>
internal static class RealTimeClock
{
    /// <summary>Asks QEMU; null when this machine has no such clock.</summary>
    /// <exception cref="LodgeException">QEMU did not answer.</exception>
    public static async Task<DateTime?> ReadAsync(QmpSession session, CancellationToken cancellationToken)
    {
        try
        {
            return Parse(await session.ExecuteAsync(new QomGetCommand("/machine", "rtc-time"), cancellationToken));
        }
        catch (LodgeException refused) when (refused.Message.Contains("rtc-time", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>Makes sense of an answer; null when the guest has set its clock to what is no time. Pure.</summary>
    public static DateTime? Parse(JsonElement answer)
    {
        try
        {
            return new DateTime(
                1900 + Of("tm_year"), 1 + Of("tm_mon"), Of("tm_mday"), Of("tm_hour"), Of("tm_min"), Math.Min(Of("tm_sec"), 59), DateTimeKind.Unspecified);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }

        int Of(string part) => answer.GetProperty(part).GetInt32();
    }
}
