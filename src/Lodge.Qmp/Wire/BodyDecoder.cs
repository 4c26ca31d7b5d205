using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Lodge.Qmp.Wire;

/// <summary>Reads a message's content as one type.</summary>
internal static class BodyDecoder
{
    /// <summary>The content; never null.</summary>
    /// <exception cref="JsonException">The content has another form.</exception>
    public static T Decode<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> info)
    {
        try
        {
            var reader = new Utf8JsonReader(body, MessageParser.ReaderOptions);
            return JsonSerializer.Deserialize(ref reader, info) ?? throw new JsonException("The content is null.");
        }
        catch (InvalidOperationException e)
        {
            // What the reader throws for text that is no UTF-8.
            throw new JsonException(e.Message, e);
        }
    }
}
