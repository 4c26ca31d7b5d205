using Lodge.Api.Contracts;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;

namespace Lodge.Bench.Scenarios;

/// <summary>One daemon that comes to know 1,000 and then 10,000 VMs, with its start, its memory and its requests on the way.</summary>
internal sealed class Definitions(Workbench bench)
{
    private const int Writers = 16;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = new BenchDaemon(bench, "definitions");
        var start = new DaemonStart(bench, daemon);
        var rows = new List<Row>();
        await daemon.StartAsync();
        rows.AddRange(await start.MeasureAsync(0));
        await FillAsync(daemon, 0, 1000);
        rows.AddRange(await start.MeasureAsync(1000));
        rows.AddRange(await new CommandLine(bench, daemon).MeasureAsync());
        rows.AddRange(await new Requests(bench, daemon).MeasureAsync());
        await FillAsync(daemon, 1000, 10_000);
        rows.AddRange(await start.MeasureAsync(10_000));
        return rows;
    }

    /// <summary>Defines VMs of the usual kind: <c>vm-00000</c> and on.</summary>
    private static async Task FillAsync(BenchDaemon daemon, int from, int to)
    {
        Workbench.Say($"defining VMs up to {to:#,0}");
        using var client = daemon.Client();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = Writers };
        await Parallel.ForAsync(from, to, limit, async (i, token) => await client.CreateVmAsync(
            new CreateVm { Definition = BenchVms.Usual($"vm-{i:00000}", $"/var/lib/images/vm-{i:00000}.qcow2") }, token));
    }
}
