using Lodge.Bench.Lab;
using Lodge.Bench.Report;

namespace Lodge.Bench.Scenarios;

/// <summary>From the spawn of the daemon to its first answer, and the memory that it then holds.</summary>
internal sealed class DaemonStart(Workbench bench, BenchDaemon daemon)
{
    private const double ReadyGoal = 150;
    private const double MemoryGoal = 60;

    // The probes in the background come to their end, and what the start threw away is given back or is not.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Restarts the daemon, which runs before and afterwards, again and again.</summary>
    /// <param name="definitions">How many it knows.</param>
    public async Task<IReadOnlyList<Row>> MeasureAsync(int definitions)
    {
        var (ready, resident, proportional, afterList) = (new Samples(), new Samples(), new Samples(), new Samples());
        var runs = bench.Options.Runs(15, 4);
        Workbench.Say($"starting the daemon with {definitions:#,0} definitions: {runs} times");
        for (var i = 0; i < runs; i++)
        {
            await daemon.StopAsync();
            ready.Add(await daemon.StartAsync());
            await Task.Delay(Settling);
            var memory = ProcessMemory.Of(daemon.ProcessId);
            resident.Add(memory.Resident);
            proportional.Add(memory.Proportional);
            using var client = daemon.Client();
            await client.ListVmsAsync();
            afterList.Add(ProcessMemory.Of(daemon.ProcessId).Resident);
        }

        return Rows(definitions, ready, resident, proportional, afterList);
    }

    private static IReadOnlyList<Row> Rows(int definitions, Samples ready, Samples resident, Samples proportional, Samples afterList) =>
    [
        new Row
        {
            Id = $"ready-{definitions}",
            What = $"daemon ready with {definitions:#,0} definitions",
            Lodge = ready,
            Goal = Goal.AtMost(ReadyGoal),
        },
        new Row
        {
            Id = $"memory-{definitions}",
            What = $"memory at {definitions:#,0} definitions, resident",
            Unit = "MB",
            Lodge = resident,
            Goal = Goal.AtMost(MemoryGoal),
        },
        new Row
        {
            Id = $"memory-pss-{definitions}",
            What = $"memory at {definitions:#,0}, shared pages divided (PSS)",
            Unit = "MB",
            Lodge = proportional,
        },
        new Row
        {
            Id = $"memory-after-list-{definitions}",
            What = $"memory at {definitions:#,0}, after all were listed",
            Unit = "MB",
            Lodge = afterList,
        },
    ];
}
