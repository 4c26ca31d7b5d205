using Lodge.Bench.Report;

namespace Lodge.Bench.Libvirt;

/// <summary>Has both daemons do the same, one after the other, so that whatever else the machine does meets both alike.</summary>
/// <param name="lodge">The client of Lodge.</param>
/// <param name="libvirtd">The client of libvirtd.</param>
internal sealed class Turns(PythonClient lodge, PythonClient libvirtd)
{
    private const string Peer = "libvirtd";

    /// <summary>Does something that nobody measures.</summary>
    public async Task PrepareAsync(string command)
    {
        await lodge.AskAsync(command);
        await libvirtd.AskAsync(command);
    }

    /// <summary>Measures how long something takes.</summary>
    /// <param name="row">The row's id and words.</param>
    /// <param name="rounds">The commands, in their order; both do one before either does the next.</param>
    public async Task<Row> TimesAsync((string Id, string What) row, params IEnumerable<string> rounds)
    {
        var (ours, theirs) = (new Samples(), new Samples());
        foreach (var command in rounds)
        {
            await MeasureAsync(lodge, command, ours);
            await MeasureAsync(libvirtd, command, theirs);
        }

        return Beside(row, "ms", ours, theirs);
    }

    /// <summary>Measures how often something is done in a second.</summary>
    /// <param name="row">The row's id and words.</param>
    /// <param name="command">The command.</param>
    /// <param name="rounds">How often.</param>
    public async Task<Row> RatesAsync((string Id, string What) row, string command, int rounds)
    {
        var (ours, theirs) = (new Samples(), new Samples());
        for (var i = 0; i < rounds; i++)
        {
            ours.Add((await lodge.AskAsync(command)).Rate ?? 0);
            theirs.Add((await libvirtd.AskAsync(command)).Rate ?? 0);
        }

        return Beside(row, "a second", ours, theirs) with { MoreIsBetter = true };
    }

    /// <summary>A row of what both did.</summary>
    public static Row Beside((string Id, string What) row, string unit, Samples ours, Samples theirs) => new()
    {
        Id = $"libvirt-{row.Id}",
        What = row.What,
        Unit = unit,
        Lodge = ours,
        Peer = new Peer(Peer, theirs),
        BesideLibvirt = true,
        Goal = Goal.TimesBetter(1),
    };

    private static async Task MeasureAsync(PythonClient client, string command, Samples into)
    {
        foreach (var time in (await client.AskAsync(command)).Times ?? [])
        {
            into.Add(time);
        }
    }
}
