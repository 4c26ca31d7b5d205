using System.Globalization;
using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Primitives;

/// <summary>
/// An amount of memory or storage in bytes. Written for people in the largest binary unit that divides it
/// exactly (<c>512MiB</c>); read from that, from a number of bytes, or from <c>512M</c>, which means the same.
/// </summary>
/// <param name="Bytes">Bytes, 0 or more.</param>
[JsonConverter(typeof(ByteSizeConverter))]
public readonly record struct ByteSize(long Bytes) : IComparable<ByteSize>
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary><paramref name="count"/> times 1,024 bytes.</summary>
    public static ByteSize FromKiB(long count) => new(checked(count << 10));

    /// <summary><paramref name="count"/> times 1,048,576 bytes.</summary>
    public static ByteSize FromMiB(long count) => new(checked(count << 20));

    /// <summary><paramref name="count"/> times 1,073,741,824 bytes.</summary>
    public static ByteSize FromGiB(long count) => new(checked(count << 30));

    /// <summary>Whole mebibytes, rounded down.</summary>
    public long MiB => Bytes >> 20;

    /// <summary>Reads a size such as <c>1GiB</c>, <c>512M</c>, <c>1.5G</c> or <c>1048576</c>.</summary>
    /// <returns>False when the text is no size, is negative, or exceeds 8 EiB.</returns>
    public static bool TryParse(string? text, out ByteSize size)
    {
        size = default;
        var trimmed = (text ?? "").Trim();
        var digits = trimmed.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        if (digits == 0 || ShiftOf(trimmed[digits..].Trim()) is not { } shift
            || !decimal.TryParse(trimmed.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var unit = (decimal)(1L << shift);
        var bytes = number <= long.MaxValue / unit ? number * unit : -1;
        if (bytes < 0 || decimal.Truncate(bytes) != bytes)
        {
            return false;
        }

        size = new ByteSize((long)bytes);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(ByteSize other) => Bytes.CompareTo(other.Bytes);

    /// <summary>The size in the largest unit that divides it exactly, such as <c>512MiB</c>.</summary>
    public override string ToString()
    {
        var (value, unit) = (Bytes, 0);
        while (value != 0 && value % 1024 == 0 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value}{Units[unit]}");
    }

    private static int? ShiftOf(string unit) => unit.ToUpperInvariant() switch
    {
        "" or "B" => 0,
        "K" or "KIB" => 10,
        "M" or "MIB" => 20,
        "G" or "GIB" => 30,
        "T" or "TIB" => 40,
        "P" or "PIB" => 50,
        _ => null,
    };
}
