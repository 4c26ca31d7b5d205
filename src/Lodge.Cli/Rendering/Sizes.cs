using System.Globalization;

namespace Lodge.Cli.Rendering;

/// <summary>Amounts of bytes for people: rounded to what fits in a column.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    /// <summary>Such as <c>512 MiB</c> or <c>1.5 GiB</c>.</summary>
    public static string Of(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        var text = value.ToString(value >= 100 || unit == 0 ? "0" : "0.#", CultureInfo.InvariantCulture);
        return $"{text} {Units[unit]}";
    }
}
