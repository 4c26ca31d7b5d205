using System.Diagnostics;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Linux.Processes;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Scenarios;

/// <summary>Whole runs of <c>lodge</c>, from the spawn to the exit, against a daemon that knows 1,000 VMs.</summary>
internal sealed class CommandLine(Workbench bench, BenchDaemon daemon)
{
    private const double ListGoal = 40;

    public async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var (list, version, nothing) = (new Samples(), new Samples(), new Samples());
        var runs = bench.Options.Runs(60, 10);
        Workbench.Say($"lodge list and lodge version: {runs} times each");
        var lodge = Repository.Program("lodge");
        for (var i = 0; i < runs; i++)
        {
            list.Add(await RunAsync(lodge, "list"));
            version.Add(await RunAsync(lodge, "version"));
            nothing.Add(await RunAsync("/bin/true"));
        }

        return
        [
            new Row
            {
                Id = "cli-list-1000",
                What = "lodge list of 1,000, whole process",
                Lodge = list,
                Peer = new Peer("/bin/true", nothing),
                Goal = Goal.AtMost(ListGoal),
            },
            new Row { Id = "cli-version", What = "lodge version, whole process", Lodge = version, Peer = new Peer("/bin/true", nothing) },
        ];
    }

    private async Task<TimeSpan> RunAsync(string program, params string[] arguments)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = bench.Spawner.Spawn(new SpawnRequest
        {
            Executable = program,
            Arguments = arguments,
            Environment = new Dictionary<string, string>(bench.Environment) { ["LODGE_SOCKET"] = daemon.Socket },
        });
        var exit = await process.WaitForExitAsync();
        return exit.ExitCode == 0
            ? Stopwatch.GetElapsedTime(begun)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {exit}.");
    }
}
