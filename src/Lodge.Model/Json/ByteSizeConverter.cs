using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Primitives;

namespace Lodge.Model.Json;

/// <summary>Reads a <see cref="ByteSize"/> from a number of bytes or a text with a unit; writes the text.</summary>
public sealed class ByteSizeConverter : JsonConverter<ByteSize>
{
    /// <inheritdoc/>
    public override ByteSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var bytes) && bytes >= 0)
        {
            return new ByteSize(bytes);
        }

        if (reader.TokenType == JsonTokenType.String && ByteSize.TryParse(reader.GetString(), out var size))
        {
            return size;
        }

        throw new JsonException("expected a size such as \"512MiB\", or a number of bytes");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ByteSize value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
