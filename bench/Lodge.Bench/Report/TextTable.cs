namespace Lodge.Bench.Report;

/// <summary>The tables for a terminal.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    public static string Of(IReadOnlyList<Row> rows) => string.Join("\n\n", new[]
    {
        Of(Cells.Headings, rows.Where(row => !row.BesideLibvirt)),
        Of(Cells.HeadingsBesideLibvirt, rows.Where(row => row.BesideLibvirt)),
    }.Where(table => table.Length > 0));

    private static string Of(IReadOnlyList<string> headings, IEnumerable<Row> rows)
    {
        var lines = rows.Select(Cells.Of).ToList();
        if (lines.Count == 0)
        {
            return "";
        }

        lines.Insert(0, headings);
        var widths = Enumerable.Range(0, headings.Count).Select(column => lines.Max(line => line[column].Length)).ToList();
        return string.Join('\n', lines.Select(line => string.Join(Gap, line.Select((cell, i) => Pad(cell, widths[i], i))).TrimEnd()));
    }

    // Numbers end at the same place: the column of Lodge, and that of the ratio.
    private static string Pad(string cell, int width, int column) => column is 1 or 3 ? cell.PadLeft(width) : cell.PadRight(width);
}
