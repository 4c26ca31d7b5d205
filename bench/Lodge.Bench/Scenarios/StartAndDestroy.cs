using Lodge.Api.Contracts;
using Lodge.Bench.Bare;
using Lodge.Bench.Lab;
using Lodge.Bench.Report;
using Lodge.Client;
using Lodge.Model.Vms;
using Lodge.TestSupport.Daemons;

namespace Lodge.Bench.Scenarios;

/// <summary>
/// Starting a VM (paused) and pulling its plug, against QEMU by itself with the same arguments. The two take turns, so
/// that whatever else the machine does meets both alike.
/// </summary>
internal sealed class StartAndDestroy(Workbench bench)
{
    private const double StartGoal = 1.7;
    private const double DestroyGoal = 30;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        await using var daemon = new BenchDaemon(bench, "start");
        await daemon.StartAsync();
        var disk = Path.Combine(daemon.Root, "disk.qcow2");
        var made = await Ran.ProgramAsync("qemu-img", ["create", "-q", "-f", "qcow2", disk, "1G"]);
        return made.ExitCode == 0
            ? [.. await MeasureAsync(daemon, "usual", "q35 with disk, network, console", BenchVms.Usual("usual", disk), disk),
               .. await MeasureAsync(daemon, "plain", "q35 with a console only", BenchVms.Plain("plain"), disk)]
            : throw new InvalidOperationException($"qemu-img could not make a disk: {made.Errors}");
    }

    private async Task<IReadOnlyList<Row>> MeasureAsync(BenchDaemon daemon, string id, string words, VmDefinition definition, string disk)
    {
        using var client = daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = definition });
        var bare = new BareQemu(bench, await LearnAsync(client, definition.Name, disk));
        var (start, kill, lives) = (new Samples(), new Samples(), new List<BareLife>());
        var runs = bench.Options.Runs(40, 7);
        Workbench.Say($"start and destroy, {words}: {runs} times");
        for (var i = 0; i < runs; i++)
        {
            start.Add(await Clock.TimeAsync(() => client.StartVmAsync(definition.Name, new StartVm { Paused = true })));
            kill.Add(await Clock.TimeAsync(() => client.KillVmAsync(definition.Name)));
            lives.Add(await bare.RunAsync());
        }

        return Rows(id, words, start, kill, lives);
    }

    private static IReadOnlyList<Row> Rows(string id, string words, Samples start, Samples kill, IReadOnlyList<BareLife> bare) =>
    [
        new Row
        {
            Id = $"start-{id}",
            What = $"start, paused: {words}",
            Lodge = start,
            Peer = new Peer("bare QEMU to its greeting", Samples.Of(bare.Select(life => life.Greeting))),
            Goal = Goal.Times(StartGoal),
        },
        new Row
        {
            Id = $"start-answer-{id}",
            What = "the same",
            Lodge = start,
            Peer = new Peer("bare QEMU to its first answer", Samples.Of(bare.Select(life => life.Answer))),
        },
        new Row
        {
            Id = $"destroy-{id}",
            What = $"destroy: {words}",
            Lodge = kill,
            Peer = new Peer("QEMU's own quit", Samples.Of(bare.Select(life => life.Quit))),
            Goal = Goal.AtMost(DestroyGoal),
        },
    ];

    // Also the warming up of the daemon, of this program and of the disk cache.
    private static async Task<QemuRecipe> LearnAsync(LodgeClient client, string name, string disk)
    {
        for (var i = 0; i < 2; i++)
        {
            await client.StartVmAsync(name, new StartVm { Paused = true });
            await client.KillVmAsync(name);
        }

        var started = await client.StartVmAsync(name, new StartVm { Paused = true });
        var runtime = started.Runtime ?? throw new InvalidOperationException("The VM started, and has no process.");
        var recipe = QemuRecipe.OfProcess(runtime.ProcessId, label => label switch
        {
            "console-log" => runtime.ConsoleLog ?? throw new InvalidOperationException("The VM has no console log."),
            "virtio-disk0-image" => disk,
            _ => throw new NotSupportedException($"What file '{label}' means is unknown."),
        });
        await client.KillVmAsync(name);
        return recipe;
    }
}
