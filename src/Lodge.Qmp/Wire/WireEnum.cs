using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lodge.Qmp.Wire;

/// <summary>
/// The names that an enumeration's values have on the wire: the C# name in lower case with dashes
/// (<c>GuestPanicked</c> is <c>guest-panicked</c>). A value called <c>Unknown</c> stands for every name that this
/// version does not know, and is never sent.
/// </summary>
internal static class WireEnum<T>
    where T : struct, Enum
{
    private static readonly (T Value, JsonEncodedText Name)[] Names =
    [
        .. Enum.GetValues<T>()
            .Where(value => value.ToString() != "Unknown")
            .Select(value => (value, WireNameOf(value))),
    ];

    /// <summary>The value that the reader stands on; <c>Unknown</c> (zero) if the name is not known.</summary>
    public static T Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"expected a name of {typeof(T).Name}");
        }

        foreach (var (value, name) in Names)
        {
            if (reader.ValueTextEquals(name.EncodedUtf8Bytes))
            {
                return value;
            }
        }

        return default;
    }

    /// <summary>The name to send.</summary>
    public static JsonEncodedText NameOf(T wanted)
    {
        foreach (var (value, name) in Names)
        {
            if (EqualityComparer<T>.Default.Equals(value, wanted))
            {
                return name;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(wanted), wanted, $"{typeof(T).Name} has no such name in QMP.");
    }

    private static JsonEncodedText WireNameOf(T value) =>
        JsonEncodedText.Encode(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()));
}

/// <summary>Connects an enumeration that QEMU answers with to <see cref="WireEnum{T}"/>.</summary>
internal sealed class WireEnumConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireEnum<T>.Read(ref reader);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireEnum<T>.NameOf(value));
}
