using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Primitives;
using Lodge.Model.Text;

namespace Lodge.Api.Errors;

/// <summary>What the values that hold no others may be: numbers, texts, names of an enum.</summary>
internal static class JsonLeaves
{
    /// <summary>What <paramref name="value"/> ought to be; null when it is fine.</summary>
    public static string? Expected(JsonElement value, JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain.IsEnum)
        {
            var names = NamesOf(type);
            return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString()) ? null : Listed(names);
        }

        return CanRead(value, type) ? null : Describe(plain);
    }

    /// <summary>A hint at the name that was probably meant; empty when there is none.</summary>
    public static string DidYouMean(JsonElement value, JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return plain.IsEnum && value.ValueKind == JsonValueKind.String && Suggestion.For(value.GetString()!, NamesOf(type)) is { } near
            ? $"; perhaps \"{near}\" is meant"
            : "";
    }

    /// <summary>Choices as a sentence has them.</summary>
    public static string Listed(IReadOnlyList<string> names)
    {
        var quoted = names.Select(name => $"\"{name}\"").ToArray();
        return quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
    }

    /// <summary>The names of an enum in kebab-case, as queries have them, in the order of their numbers.</summary>
    public static string[] NamesOf(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    /// <summary>The names of an enum as its own converter writes them, in the order of their numbers.</summary>
    private static string[] NamesOf(JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return [.. Enum.GetValuesAsUnderlyingType(plain).Cast<object>()
            .Select(value => JsonSerializer.SerializeToElement(Enum.ToObject(plain, value), type).GetString()!)];
    }

    private static bool CanRead(JsonElement value, JsonTypeInfo type)
    {
        try
        {
            return value.ValueKind != JsonValueKind.Null && value.Deserialize(type) is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Describe(Type type) => type switch
    {
        _ when type == typeof(string) => "a text in quotes",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => string.Create(CultureInfo.InvariantCulture, $"a whole number of at most {int.MaxValue}"),
        _ when type == typeof(long) => "a whole number",
        _ when type == typeof(uint) => string.Create(CultureInfo.InvariantCulture, $"a whole number of 0 to {uint.MaxValue}"),
        _ when type == typeof(ulong) => "a whole number of 0 or more",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(Guid) => "an id such as \"7c9e6679-7425-40de-944b-e07fc1f90ae7\"",
        _ when type == typeof(DateTimeOffset) => "a time such as \"2027-01-31T18:00:00Z\"",
        _ when type == typeof(ByteSize) => "a size such as \"512MiB\", or a number of bytes",
        _ when type == typeof(CpuSet) => "a list of processor or node numbers such as \"0-3,8\"",
        _ => "a value of another type",
    };
}
