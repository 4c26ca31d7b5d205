namespace Lodge.Bench.Report;

/// <summary>Renews the measured parts of the page about performance; the words around them stay, and so does what was not measured.</summary>
internal static class PerformancePage
{
    public static void Renew(string path, BenchResult result, IReadOnlyList<Row> rows)
    {
        var page = File.ReadAllText(path);
        page = Renew(page, "measured", Cells.Headings, result, [.. rows.Where(row => !row.BesideLibvirt)]);
        page = Renew(page, "measured beside libvirtd", Cells.HeadingsBesideLibvirt, result, [.. rows.Where(row => row.BesideLibvirt)]);
        File.WriteAllText(path, page);
    }

    private static string Renew(string page, string part, IReadOnlyList<string> headings, BenchResult result, IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            return page;
        }

        var (first, last) = ($"<!-- {part} -->", $"<!-- end of {part} -->");
        var begin = page.IndexOf(first, StringComparison.Ordinal);
        var end = page.IndexOf(last, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + first.Length)]}\n\n{Conditions(result)}\n\n{Table(headings, rows)}\n\n{page[end..]}"
            : throw new InvalidOperationException($"The page about performance has no place between '{first}' and '{last}'.");
    }

    private static string Conditions(BenchResult result)
    {
        var machine = result.Machine;
        return
            $"""
            Measured on {result.Date:d MMMM yyyy}{(result.Quick ? ", in a quick run" : "")}: {machine.Processor}, {machine.Cores} cores,
            {machine.MemoryGiB} GiB of memory, {machine.System}, Linux {machine.Kernel}, {machine.Qemu}, guests under {machine.Accelerator}.
            Load of the machine when the run began: {machine.LoadAtStart}; processor time that its own host gave to others: {machine.Stolen:P0}.
            """;
    }

    private static string Table(IReadOnlyList<string> headings, IReadOnlyList<Row> rows) => string.Join('\n', rows.Select(row => Line(Cells.Of(row)))
        .Prepend("|---|---:|---|---:|---|---|")
        .Prepend(Line(headings)));

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
