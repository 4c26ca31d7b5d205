namespace Lodge.Bench.Report;

/// <summary>Renews the measured part of the page about performance; the words around it stay.</summary>
internal static class PerformancePage
{
    private const string Begin = "<!-- measured -->";
    private const string End = "<!-- end of measured -->";

    public static void Renew(string path, BenchResult result, IReadOnlyList<Row> rows)
    {
        var page = File.ReadAllText(path);
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{path} has no place between '{Begin}' and '{End}'.");
        }

        File.WriteAllText(path, $"{page[..(begin + Begin.Length)]}\n\n{Measured(result, rows)}\n\n{page[end..]}");
    }

    private static string Measured(BenchResult result, IReadOnlyList<Row> rows)
    {
        var machine = result.Machine;
        return
            $"""
            Measured on {result.Date:d MMMM yyyy}{(result.Quick ? ", in a quick run" : "")}: {machine.Processor}, {machine.Cores} cores,
            {machine.MemoryGiB} GiB of memory, {machine.System}, Linux {machine.Kernel}, {machine.Qemu}, guests under {machine.Accelerator}.
            Load of the machine when the run began: {machine.LoadAtStart}; processor time that its own host gave to others: {machine.Stolen:P0}.

            {Table(rows)}
            """;
    }

    private static string Table(IReadOnlyList<Row> rows) => string.Join('\n', rows.Select(row => Line(Cells.Of(row)))
        .Prepend("|---|---:|---|---:|---|---|")
        .Prepend(Line(Cells.Headings)));

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
