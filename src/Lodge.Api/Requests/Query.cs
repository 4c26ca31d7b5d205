using System.Globalization;
using Lodge.Api.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Text;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Requests;

/// <summary>Reads query parameters.</summary>
internal static class Query
{
    /// <summary>A switch; false when absent.</summary>
    public static bool Flag(HttpContext context, string name) => Text(context, name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Bad(name, "true or false", other),
    };

    /// <summary>A whole number, 0 or more; null when absent.</summary>
    public static long? Count(HttpContext context, string name) => Text(context, name) switch
    {
        null => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) => count,
        var other => throw Bad(name, "a whole number of 0 or more", other),
    };

    /// <summary>A time in seconds, with a fraction if need be; null when absent.</summary>
    public static TimeSpan? Seconds(HttpContext context, string name, int most) => Text(context, name) switch
    {
        null => null,
        var text when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= most => TimeSpan.FromSeconds(seconds),
        var other => throw Bad(name, $"a number of seconds from 0 to {most}", other),
    };

    /// <summary>A name of an enum, in kebab-case; null when absent.</summary>
    public static T? Choice<T>(HttpContext context, string name)
        where T : struct, Enum
    {
        if (Text(context, name) is not { } text)
        {
            return null;
        }

        var names = JsonLeaves.NamesOf(typeof(T));
        var index = Array.IndexOf(names, text);
        if (index >= 0)
        {
            return Enum.GetValues<T>()[index];
        }

        var near = Suggestion.For(text, names);
        throw Bad(name, JsonLeaves.Listed(names), text, near is null ? null : $"Did you mean {near}?");
    }

    /// <summary>A text that must be there.</summary>
    public static string RequiredText(HttpContext context, string name) => Text(context, name) ?? throw Missing(name);

    /// <summary>The complaint about a parameter that must be there.</summary>
    public static LodgeException Missing(string name) =>
        new(ErrorCode.InvalidArgument, $"The query parameter '{name}' is missing.", $"Add ?{name}=… to the address.");

    /// <summary>A text; null when absent.</summary>
    public static string? Text(HttpContext context, string name)
    {
        var values = context.Request.Query[name];
        return values.Count <= 1 ? values.ToString() is { Length: > 0 } text ? text : null : throw new LodgeException(
            ErrorCode.InvalidArgument, $"The query parameter '{name}' is given {values.Count} times.", "Give it once.");
    }

    private static LodgeException Bad(string name, string expected, string given, string? remedy = null) =>
        new(ErrorCode.InvalidArgument, $"The query parameter '{name}' must be {expected}, not '{given}'.", remedy);
}
