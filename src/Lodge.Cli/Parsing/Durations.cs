using System.Globalization;

namespace Lodge.Cli.Parsing;

/// <summary>Lengths of time as people write them: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>250ms</c>; a bare number is seconds.</summary>
internal static class Durations
{
    /// <summary>The longest that is accepted.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Reads a duration.</summary>
    /// <returns>Null when the text is none, or is longer than a year.</returns>
    public static TimeSpan? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            return null;
        }

        var total = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            digits = digits < 0 ? rest.Length : digits;
            if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            letters = letters < 0 ? rest.Length : letters;
            if (SecondsIn(rest[..letters], alone: digits == text.Trim().Length) is not { } unit || number > 1_000_000_000)
            {
                return null;
            }

            total += number * unit;
            rest = rest[letters..];
        }

        return total <= (decimal)Longest.TotalSeconds ? TimeSpan.FromSeconds((double)total) : null;
    }

    private static decimal? SecondsIn(ReadOnlySpan<char> unit, bool alone) => unit switch
    {
        "" => alone ? 1 : null,
        "ms" => 0.001m,
        "s" => 1,
        "m" or "min" => 60,
        "h" => 3600,
        "d" => 86400,
        _ => null,
    };
}
