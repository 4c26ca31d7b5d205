using System.Text.Encodings.Web;
using System.Text.Json;

namespace Lodge.Api.Contracts;

/// <summary>
/// <see cref="ApiJson"/> for texts that people read: quotes, umlauts and the like are written as they are, not as
/// <c>\u0027</c>. Not for embedding in HTML.
/// </summary>
public static class ReadableJson
{
    /// <summary>Type infos for writing on one line.</summary>
    public static ApiJson Compact { get; } = Create(indented: false);

    /// <summary>Type infos for writing with two spaces of indentation.</summary>
    public static ApiJson Indented { get; } = Create(indented: true);

    private static ApiJson Create(bool indented) => new(new JsonSerializerOptions(ApiJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    });
}
