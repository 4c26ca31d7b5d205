using Lodge.Bench.Lab;
using Lodge.Bench.Report;

namespace Lodge.Bench.Libvirt;

/// <summary>Starting many guests, paused; statistics of them, also while one does not answer; and destroying them.</summary>
/// <param name="bench">The run.</param>
/// <param name="turns">Both daemons.</param>
/// <param name="ours">Lodge's guests.</param>
/// <param name="theirs">libvirtd's guests.</param>
internal sealed class RunningGuests(Workbench bench, Turns turns, Guests ours, Guests theirs)
{
    private const double StartTimes = 4;
    private const double StatsTimes = 5;
    private const double StoppedLimit = 2000;
    private const int Patience = 10;

    private readonly int _count = bench.Options.Runs(50, 4);

    public async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var (names, warm) = (Enumerable.Range(0, _count).Select(i => $"run-{i}").ToList(), $"run-{_count}");
        foreach (var name in names.Append(warm))
        {
            DomainXml.MakeDisk(ours.Client.Folder, name);
            DomainXml.MakeDisk(theirs.Client.Folder, name);
        }

        Workbench.Say($"beside libvirtd: {_count} guests");
        await turns.PrepareAsync($"define run 0 {_count + 1}");
        await turns.PrepareAsync($"start {warm}");
        await turns.PrepareAsync($"destroy {warm}");
        var start = await turns.TimesAsync(("start", "start, paused"), names.Select(name => $"start {name}"));
        await turns.PrepareAsync($"running_stats 2 {_count}");
        var rounds = Enumerable.Repeat($"running_stats 3 {_count}", bench.Options.Runs(10, 2));
        var stats = await turns.TimesAsync(($"stats-running-{_count}", $"bulk statistics of {_count} running"), rounds);
        var stopped = await StoppedAsync(names[_count / 2]);
        var destroyed = names.Take(bench.Options.Runs(12, 3)).ToList();
        var destroy = await turns.TimesAsync(("destroy", "destroy"), destroyed.Select(name => $"destroy {name}"));
        await EndAsync(names.Except(destroyed));
        await turns.PrepareAsync($"undefine run 0 {_count + 1}");
        return
        [
            start with { Goal = Goal.TimesBetter(StartTimes) },
            destroy with { Goal = Goal.TimesBetter(StartTimes) },
            stats with { Goal = Goal.TimesBetter(StatsTimes) },
            .. stopped,
        ];
    }

    // Both get so many seconds; what was not told by then counts as not told.
    private async Task<IReadOnlyList<Row>> StoppedAsync(string name)
    {
        Workbench.Say("beside libvirtd: statistics while a QEMU is stopped");
        var (ourTime, ourTold) = await StatsBesideAsync(ours, name, bench.Options.Runs(5, 1));
        var (theirTime, theirTold) = await StatsBesideAsync(theirs, name, 1);
        var words = $"bulk statistics while one of {_count} QEMUs is stopped (given up after {Patience} s)";
        return
        [
            Turns.Beside(("stats-stopped", words), "ms", ourTime, theirTime) with { Goal = Goal.AtMost(StoppedLimit) },
            Turns.Beside(("stats-stopped-told", "domains that they tell everything of"), "domains", ourTold, theirTold) with
            {
                MoreIsBetter = true,
                Goal = Goal.AtLeast(_count - 1),
            },
        ];
    }

    private static async Task<(Samples Times, Samples Told)> StatsBesideAsync(Guests guests, string name, int runs)
    {
        var (times, told) = (new Samples(), int.MaxValue);
        for (var i = 0; i < runs; i++)
        {
            await guests.StopQemuAsync(name);
            var answer = await guests.Client.AskAsync($"stats_beside {name} {Patience}");
            await guests.ContinueQemuAsync(name);
            await guests.Client.AskAsync("settle");
            times.Add(answer.Times![0]);
            told = Math.Min(told, answer.Told!.Value);
        }

        return (times, new Samples(told));
    }

    // By killing their QEMUs: nobody measures that.
    private async Task EndAsync(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            await ours.Client.AskAsync($"destroy {name}");
            await theirs.KillQemuAsync(name);
        }
    }
}
