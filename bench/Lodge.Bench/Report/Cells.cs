using System.Globalization;

namespace Lodge.Bench.Report;

/// <summary>A row in the words that every table shows.</summary>
internal static class Cells
{
    public static IReadOnlyList<string> Headings { get; } = ["what", "Lodge", "beside it", "ratio", "goal", "met"];

    public static IReadOnlyList<string> Of(Row row) =>
    [
        row.What,
        Amount(row.Lodge.Median, row.Unit),
        row.Peer is { } peer ? $"{Amount(peer.Samples.Median, row.Unit)} {peer.Name}" : "",
        row.Ratio is { } ratio ? ratio.ToString(ratio < 0.1 ? "0.000" : "0.00", CultureInfo.InvariantCulture) : "",
        row.Goal?.Text(row.Unit) ?? "",
        row.Met switch { true => "yes", false => "no", null => "" },
    ];

    private static string Amount(double value, string unit) =>
        $"{value.ToString(value < 10 ? "0.00" : value < 1000 ? "0.0" : "#,0", CultureInfo.InvariantCulture)} {unit}";
}
