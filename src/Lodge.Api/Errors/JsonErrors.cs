using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Lodge.Model.Errors;

namespace Lodge.Api.Errors;

/// <summary>Reads JSON that people wrote, and tells them what is wrong with it in their own terms.</summary>
internal static class JsonErrors
{
    private const int ShownFlaws = 5;

    // For what says by itself what would be right.
    private const string TryAgain = "Correct it and try again; nothing was changed.";

    /// <summary>Reads a value.</summary>
    /// <param name="json">The text, UTF-8, with or without a byte order mark.</param>
    /// <param name="type">What it should be.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidArgument"/>, naming every field that is wrong.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        json = json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;
        if (!Utf8.IsValid(json.Span))
        {
            throw Invalid("The body is not UTF-8 text.", "Send it as UTF-8; JSON has no other encoding.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = type.Options.MaxDepth });
            ThrowIfFlawed(JsonShape.Check(document.RootElement, type));
            return document.RootElement.Deserialize(type) ?? throw new JsonException("the body is null");
        }
        catch (JsonException e) when (e.LineNumber is not null && e.Path is null)
        {
            throw Malformed(e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Texts with half a surrogate pair, and whatever else the check of the shape does not know.
            throw Invalid($"The body cannot be read: {Reason(e)}", "Compare it with the schema in /v1/openapi.json.", e);
        }
    }

    private static void ThrowIfFlawed(IReadOnlyList<JsonFlaw> flaws)
    {
        if (flaws.Count == 1)
        {
            throw Invalid(flaws[0].What, flaws[0].Remedy ?? TryAgain);
        }

        if (flaws.Count > 1)
        {
            var more = flaws.Count > ShownFlaws ? $" And {flaws.Count - ShownFlaws} more." : "";
            var remedies = flaws.Take(ShownFlaws).Select(flaw => flaw.Remedy).OfType<string>().DefaultIfEmpty(TryAgain);
            throw Invalid(
                $"The body has {flaws.Count} mistakes. {string.Join(' ', flaws.Take(ShownFlaws).Select(flaw => flaw.What))}{more}",
                string.Join(' ', remedies.Distinct()));
        }
    }

    private static LodgeException Malformed(JsonException e)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}");
        return Invalid($"The body is not JSON, at {place}: {Reason(e)}", "Look there for a missing quote, comma or bracket.", e);
    }

    // System.Text.Json appends the place in its own words, which count from 0.
    private static string Reason(Exception e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static LodgeException Invalid(string message, string? remedy, Exception? cause = null) =>
        new(ErrorCode.InvalidArgument, message, remedy, cause);
}

/// <summary>Something wrong in a JSON value.</summary>
/// <param name="What">One sentence, with the path of the field.</param>
/// <param name="Remedy">What would be right; null when the sentence says that already.</param>
internal sealed record JsonFlaw(string What, string? Remedy = null);
