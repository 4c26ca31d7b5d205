using System.Diagnostics;
using Lodge.Api.Contracts;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Model.Events;
using Lodge.Model.Vms.States;

namespace Lodge.Bench.Scenarios;

/// <summary>The daemon is killed while many VMs run, and started again: how long until it manages them all.</summary>
internal sealed class Reattach(Workbench bench)
{
    private const double Goal100 = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        var vms = bench.Options.Runs(100, 10);
        await using var daemon = new BenchDaemon(bench, "reattach");
        await daemon.StartAsync();
        await LaunchAsync(daemon, vms);
        var (ready, managed) = (new Samples(), new Samples());
        var runs = bench.Options.Runs(5, 2);
        Workbench.Say($"killing and starting the daemon while {vms} VMs run: {runs} times");
        for (var i = 0; i < runs; i++)
        {
            await daemon.CrashAsync();
            var begun = Stopwatch.GetTimestamp();
            ready.Add(await daemon.StartAsync());
            await AllReattachedAsync(daemon, vms);
            managed.Add(Stopwatch.GetElapsedTime(begun));
            await CheckAsync(daemon, vms);
        }

        await EndAsync(daemon);
        return
        [
            new Row
            {
                Id = "reattach",
                What = $"restart with {vms} running VMs, until all are managed",
                Lodge = managed,
                Goal = Goal.AtMost(Goal100),
            },
            new Row { Id = "reattach-ready", What = $"restart with {vms} running VMs, first answer", Lodge = ready },
        ];
    }

    // Then waits until the guests' firmware has found nothing to boot and rests.
    private static async Task LaunchAsync(BenchDaemon daemon, int vms)
    {
        Workbench.Say($"launching {vms} VMs");
        using var client = daemon.Client();
        var two = new ParallelOptions { MaxDegreeOfParallelism = 2 };
        await Parallel.ForAsync(0, vms, two, async (i, token) =>
            await client.CreateVmAsync(new CreateVm { Definition = BenchVms.Small($"small-{i}"), Start = true }, token));
        await Task.Delay(TimeSpan.FromSeconds(5 + (vms / 10)));
    }

    private static async Task AllReattachedAsync(BenchDaemon daemon, int vms)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var client = daemon.Client();
        var left = vms;
        await foreach (var happened in client.EventsAsync(after: 0, cancellationToken: patience.Token))
        {
            left -= happened.Kind == EventKind.VmReattached ? 1 : 0;
            if (left == 0)
            {
                return;
            }
        }

        throw new InvalidOperationException($"The event stream ended with {left} VMs not taken over.");
    }

    private static async Task CheckAsync(BenchDaemon daemon, int vms)
    {
        using var client = daemon.Client();
        var running = await client.ListVmsAsync(VmState.Running);
        if (running.Count != vms)
        {
            throw new InvalidOperationException($"{running.Count} of {vms} VMs run after the restart.");
        }

        await client.PauseVmAsync(running[0].Name);
        await client.ResumeVmAsync(running[0].Name);
    }

    private static async Task EndAsync(BenchDaemon daemon)
    {
        using var client = daemon.Client();
        foreach (var vm in await client.ListVmsAsync(VmState.Running))
        {
            await client.KillVmAsync(vm.Name);
        }
    }
}
