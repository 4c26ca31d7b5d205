using System.Text.Json;
using Lodge.Bench.Lab;
using Lodge.Bench.Libvirt;
using Lodge.Bench.Report;
using Lodge.Bench.Scenarios;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench;

/// <summary>One run: measures what was asked for, then prints and writes it. A goal that is missed is no failure.</summary>
internal sealed class BenchRun(Workbench bench)
{
    private static readonly string Page = Path.Combine(Repository.Root, "docs", "reference", "performance.md");

    public async Task RunAsync()
    {
        var (load, before) = (MachineFacts.Load(), ProcessorTime.Read());
        var machine = await Hosts.DescribeAsync(bench, load);
        var rows = await MeasureAsync();
        var result = new BenchResult
        {
            Date = DateTimeOffset.Now,
            Quick = bench.Options.Quick,
            Machine = machine with { Stolen = ProcessorTime.Read().StolenSince(before) },
            Rows = [.. rows.Select(RowResult.Of)],
            Skipped = bench.Skipped,
        };
        Console.WriteLine(TextTable.Of(rows));
        await WriteAsync(result);
        if (bench.Options.Markdown)
        {
            PerformancePage.Renew(Page, result, rows);
        }
    }

    private async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var rows = new List<Row>();
        foreach (var (part, measure) in Parts())
        {
            if (bench.Options.Wants(part))
            {
                rows.AddRange(await measure());
            }
        }

        return rows;
    }

    private IEnumerable<(string Part, Func<Task<IReadOnlyList<Row>>> Measure)> Parts() =>
    [
        ("start", () => new StartAndDestroy(bench).RunAsync()),
        ("cards", () => new Cards(bench).RunAsync()),
        ("definitions", () => new Definitions(bench).RunAsync()),
        ("reattach", () => new Reattach(bench).RunAsync()),
        ("storage", () => new VolumeBytes(bench).RunAsync()),
        ("snapshots", () => new SnapshotPause(bench).RunAsync()),
        ("libvirt", () => new BesideLibvirt(bench).RunAsync()),
    ];

    private async Task WriteAsync(BenchResult result)
    {
        var path = Path.GetFullPath(bench.Options.JsonPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(result, BenchJson.Default.BenchResult));
    }
}
