using Lodge.Api.Contracts;
using Lodge.Bench.Bare;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;

namespace Lodge.Bench.Scenarios;

/// <summary>Requests to a daemon that knows 1,000 VMs.</summary>
internal sealed class Requests(Workbench bench, BenchDaemon daemon)
{
    public async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var runs = bench.Options.Runs(300, 40);
        Workbench.Say($"define, look up, list: {runs} times each");
        using var client = daemon.Client();
        var define = await TimesAsync(runs, i => client.CreateVmAsync(
            new CreateVm { Definition = BenchVms.Usual($"defined-{i}", "/var/lib/images/defined.qcow2") }));
        var lookUp = await TimesAsync(runs, i => client.GetVmAsync($"defined-{i}"));
        for (var i = 0; i < runs; i++)
        {
            await client.DeleteVmAsync($"defined-{i}");
        }

        var list = await TimesAsync(runs, _ => client.ListVmsAsync());
        var echo = await SocketEcho.MeasureAsync(bench.Folder, runs);
        return
        [
            new Row { Id = "define", What = "define", Lodge = define, Peer = new Peer("one durable write", DurableWrite.Measure(daemon.Root, runs)) },
            new Row { Id = "look-up", What = "look up one of 1,000", Lodge = lookUp, Peer = new Peer("socket round trip", echo) },
            new Row { Id = "list-1000", What = "list 1,000", Lodge = list, Peer = new Peer("socket round trip", echo) },
        ];
    }

    private static async Task<Samples> TimesAsync(int runs, Func<int, Task> request)
    {
        var samples = new Samples();
        for (var i = 0; i < runs; i++)
        {
            samples.Add(await Clock.TimeAsync(() => request(i)));
        }

        return samples;
    }
}
