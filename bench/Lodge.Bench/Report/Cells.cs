using System.Globalization;

namespace Lodge.Bench.Report;

/// <summary>A row in the words that every table shows.</summary>
internal static class Cells
{
    public static IReadOnlyList<string> Headings { get; } = ["what", "Lodge", "beside it", "ratio", "goal", "met"];

    /// <summary>Those of the table of Lodge and libvirtd.</summary>
    public static IReadOnlyList<string> HeadingsBesideLibvirt { get; } = ["what", "Lodge", "libvirtd", "times better", "goal", "met"];

    public static IReadOnlyList<string> Of(Row row) =>
    [
        row.What,
        Amount(row.Lodge.Median, row.Unit),
        row.Peer is not { } peer ? "" : row.BesideLibvirt ? Amount(peer.Samples.Median, row.Unit) : $"{Amount(peer.Samples.Median, row.Unit)} {peer.Name}",
        (row.BesideLibvirt ? row.Advantage : row.Ratio) is { } ratio && double.IsFinite(ratio) ? Number(ratio, ratio < 0.1 ? "0.000" : "0.00") : "",
        row.Goal?.Text(row.Unit) ?? "",
        row.Met switch { true => "yes", false => "no", null => "" },
    ];

    private static string Amount(double value, string unit) => $"{Number(value, Format(value))} {unit}";

    private static string Format(double value) => value < 0.1 && value > 0 ? "0.000" : value < 10 ? "0.00" : value < 1000 ? "0.0" : "#,0";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
