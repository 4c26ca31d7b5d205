using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Model.Primitives;

namespace Lodge.Model.Json;

/// <summary>Reads and writes a <see cref="CpuSet"/> as a list such as <c>"0-3,8"</c>.</summary>
public sealed class CpuSetConverter : JsonConverter<CpuSet>
{
    /// <inheritdoc/>
    public override CpuSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && CpuSet.TryParse(reader.GetString(), out var set)
            ? set
            : throw new JsonException("expected a list of processor or node numbers such as \"0-3,8\"");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CpuSet value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
