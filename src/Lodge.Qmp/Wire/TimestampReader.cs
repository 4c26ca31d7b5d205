using System.Text.Json;

namespace Lodge.Qmp.Wire;

/// <summary>
/// Reads an event's time: <c>seconds</c> and <c>microseconds</c> since 1970, both -1 when the host had no time.
/// </summary>
internal static class TimestampReader
{
    // The end of the year 9999, the last that a date can hold.
    private const long LastSecond = 253_402_300_799 - 1;

    /// <summary>The time; 1970 if the host had none. Leaves the reader at the end of the object.</summary>
    public static DateTimeOffset Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("the event's timestamp is not an object");
        }

        long seconds = 0;
        long microseconds = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSeconds = reader.ValueTextEquals("seconds"u8);
            var isMicroseconds = reader.ValueTextEquals("microseconds"u8);
            reader.Read();
            if (isSeconds)
            {
                seconds = ReadNumber(ref reader);
            }
            else if (isMicroseconds)
            {
                microseconds = ReadNumber(ref reader);
            }

            reader.Skip();
        }

        return seconds is < 0 or > LastSecond || microseconds is < 0 or > 999_999
            ? DateTimeOffset.UnixEpoch
            : DateTimeOffset.FromUnixTimeSeconds(seconds).AddMicroseconds(microseconds);
    }

    private static long ReadNumber(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number)
            ? number
            : throw new JsonException("the event's timestamp has a member that is no whole number");
}
