using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Networks;

/// <summary>Reads limits of bandwidth as people write them: <c>10M</c>, <c>100Mbit</c>, <c>10M,peak=20M,burst=4M</c>. Pure.</summary>
internal static class RateSpec
{
    /// <summary>The word that takes a limit away.</summary>
    public const string None = "none";

    private const int KiB = 1024;
    private const double BitsAByte = 8;
    private const string Example = "Write bytes a second, such as 500K, 10M or 1G; or bits, such as 100Mbit; with a burst: 10M,peak=20M,burst=4M.";

    private static readonly (string Suffix, double Bytes)[] s_units =
    [
        ("kbit", 1e3 / BitsAByte), ("mbit", 1e6 / BitsAByte), ("gbit", 1e9 / BitsAByte),
        ("kib", KiB), ("mib", KiB * KiB), ("gib", 1L << 30), ("k", KiB), ("m", KiB * KiB), ("g", 1L << 30),
    ];

    /// <summary>The limit; null for <see cref="None"/>.</summary>
    /// <exception cref="LodgeException">It is none.</exception>
    public static BandwidthLimit? Parse(string text)
    {
        if (text == None)
        {
            return null;
        }

        var parts = text.Split(',');
        var hasAverage = !parts[0].StartsWith("floor=", StringComparison.Ordinal);
        var limit = hasAverage ? new BandwidthLimit { Average = Rate(parts[0], text) } : new BandwidthLimit();
        foreach (var part in parts.Skip(hasAverage ? 1 : 0))
        {
            limit = part.Split('=', 2) switch
            {
                ["peak", var rate] => limit with { Peak = Rate(rate, text) },
                ["burst", var size] => limit with { Burst = Rate(size, text) },
                ["floor", var rate] => limit with { Floor = Rate(rate, text) },
                _ => throw Wrong(text),
            };
        }

        return limit;
    }

    /// <summary>A limit for people, such as <c>10 MiB/s</c>.</summary>
    public static string Text(BandwidthLimit limit)
    {
        string?[] parts =
        [
            limit.Average is { } average ? $"{Rendering.Sizes.Of(average * KiB)}/s" : null,
            limit.Peak is { } peak ? $"peak {Rendering.Sizes.Of(peak * KiB)}/s" : null,
            limit.Burst is { } burst ? $"burst {Rendering.Sizes.Of(burst * KiB)}" : null,
            limit.Floor is { } floor ? $"at least {Rendering.Sizes.Of(floor * KiB)}/s" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>Limits both ways for people; null for none.</summary>
    public static string? Text(BandwidthDefinition? limits) => (limits?.Inbound, limits?.Outbound) switch
    {
        (null, null) => null,
        ({ } inbound, null) => $"in {Text(inbound)}",
        (null, { } outbound) => $"out {Text(outbound)}",
        ({ } inbound, { } outbound) => $"in {Text(inbound)}; out {Text(outbound)}",
    };

    // In KiB, at least one.
    private static long Rate(string text, string whole)
    {
        var unit = s_units.FirstOrDefault(unit => text.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase));
        var digits = unit.Suffix is null ? text : text[..^unit.Suffix.Length];
        if (unit.Suffix is null
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number <= 0)
        {
            throw Wrong(whole);
        }

        return Math.Max(1, (long)Math.Round(number * unit.Bytes / KiB));
    }

    private static LodgeException Wrong(string text) => new(ErrorCode.InvalidArgument, $"'{text}' is no limit of bandwidth.", Example);
}
