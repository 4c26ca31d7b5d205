using Lodge.Bench.Lab;
using Lodge.Bench.Report;

namespace Lodge.Bench.Libvirt;

/// <summary>The same work by Lodge and by libvirtd, in turns, asked for by the same Python program over the same protocol.</summary>
internal sealed class BesideLibvirt(Workbench bench)
{
    private const int Few = 200;
    private const int Step = 20;

    public async Task<IReadOnlyList<Row>> RunAsync()
    {
        if ((LibvirtDaemon.Hindrance() ?? PythonClient.Hindrance()) is { } hindrance)
        {
            bench.Skip(hindrance);
            return [];
        }

        try
        {
            return await MeasureAsync();
        }
        catch (InvalidOperationException unusable)
        {
            bench.Skip($"beside libvirtd: {unusable.Message}");
            return [];
        }
    }

    private async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        await using var libvirtd = await LibvirtDaemon.StartAsync(bench);
        await using var lodged = new BenchDaemon(bench, "beside-libvirt");
        await lodged.StartAsync();
        using var ours = new PythonClient($"qemu+unix:///system?socket={lodged.Root}/run/libvirt-sock", bench.MakeFolder("lodge-disks"));
        using var theirs = new PythonClient(libvirtd.Uri, bench.MakeFolder("libvirtd-disks"));
        var turns = new Turns(ours, theirs);
        List<Row> rows = [.. await FewAsync(turns)];
        using var api = lodged.Client();
        var (ourGuests, theirGuests) = (new Guests(ours, ProcessAsync), new Guests(theirs, libvirtd.ProcessOfAsync));
        rows.AddRange(await new RunningGuests(bench, turns, ourGuests, theirGuests).MeasureAsync());
        rows.AddRange(await CrowdAsync(turns));
        rows.AddRange(await ManyAsync(turns));
        return rows;

        async Task<int> ProcessAsync(string name) => (await api.GetVmAsync(name)).Runtime!.ProcessId;
    }

    // Each kind of work is done once before it is measured.
    private async Task<IReadOnlyList<Row>> FewAsync(Turns turns)
    {
        Workbench.Say($"beside libvirtd: requests with {Few} domains");
        var rounds = bench.Options.Runs(10, 2);
        await turns.PrepareAsync("define warm 0 5");
        await turns.PrepareAsync("undefine warm 0 5");
        await turns.PrepareAsync("connect 2");
        var define = await turns.TimesAsync(("define", "define"), Steps(Few, first => $"define few {first} {Step}"));
        await turns.PrepareAsync($"look_up few 0 {Few}");
        await turns.PrepareAsync($"dump_xml few 0 {Few}");
        await turns.PrepareAsync($"list 2 {Few}");
        await turns.PrepareAsync($"stats 2 {Few}");
        return
        [
            await turns.TimesAsync(("connect", "connect"), Again(rounds, "connect 5")),
            await turns.TimesAsync(("look-up", "look up by name"), Again(rounds, $"look_up few 0 {Few}")),
            await turns.TimesAsync(("xml", "XML"), Again(rounds, $"dump_xml few 0 {Few}")),
            define,
            await UndefineAsync(turns),
            await turns.TimesAsync(($"list-{Few}", $"list {Few}"), Again(rounds, $"list 10 {Few}")),
            await turns.TimesAsync(($"stats-{Few}", $"bulk statistics of {Few} stopped"), Again(rounds, $"stats 5 {Few}")),
        ];
    }

    private async Task<Row> UndefineAsync(Turns turns)
    {
        await turns.PrepareAsync($"define gone 0 {Few}");
        return await turns.TimesAsync(("undefine", "undefine"), Steps(Few, first => $"undefine gone {first} {Step}"));
    }

    private async Task<IReadOnlyList<Row>> CrowdAsync(Turns turns)
    {
        const int clients = 8;
        const int makers = 4;
        Workbench.Say($"beside libvirtd: {clients} clients at once, and events");
        var (rounds, seconds, pairs) = (bench.Options.Runs(5, 1), bench.Options.Runs(2, 1), bench.Options.Runs(250, 20));
        return
        [
            await turns.RatesAsync(("clients", $"requests of {clients} clients at once (look-up, state, XML)"), $"clients {clients} {seconds} few {Few}", rounds),
            await turns.RatesAsync(("events", $"events, while {makers} clients define and undefine"), $"events {makers} {pairs}", rounds),
        ];
    }

    private async Task<IReadOnlyList<Row>> ManyAsync(Turns turns)
    {
        var many = bench.Options.Runs(5000, 500);
        Workbench.Say($"beside libvirtd: defining {many:#,0} domains");
        await turns.PrepareAsync($"define many 0 {many - Few}");
        await turns.PrepareAsync($"list 2 {many}");
        return [await turns.TimesAsync(($"list-{many}", $"list {many:#,0}"), Again(bench.Options.Runs(10, 2), $"list 2 {many}"))];
    }

    private static IEnumerable<string> Steps(int all, Func<int, string> command) =>
        Enumerable.Range(0, all / Step).Select(step => command(step * Step));

    private static IEnumerable<string> Again(int rounds, string command) => Enumerable.Repeat(command, rounds);
}
