using System.Diagnostics;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Network.Firewall.Cards;
using Lodge.Network.Firewall.Planning;
using Lodge.Network.Firewall.Tables;
using static Lodge.Network.Tests.Firewall.FirewallFacts;

namespace Lodge.Network.Tests.Firewall;

/// <summary>What another card costs on a host with many.</summary>
public sealed class CardCostTests(ITestOutputHelper output)
{
    private const int Cards = 100;
    private const int Rounds = 21;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_card_is_cheap_beside_a_hundred(bool withGroups)
    {
        using var lab = FirewallLab.Create();
        var network = Running("lodge0", NetworkMode.Nat, ["10.0.0.1/16"]);
        SecurityGroup[] groups = [new() { Name = "web", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 80 }, new SecurityRule { Direction = RuleDirection.Out }] }];
        var cards = Enumerable.Range(1, Cards + Rounds).Select(number =>
            Card($"vnet{number}", $"52:54:00:00:00:{number:x2}", $"vm{number}", "lodge0", nic => withGroups ? nic with { Groups = ["web"] } : nic)).ToList();
        var start = Stopwatch.GetTimestamp();
        var few = State([network], [.. cards.Take(Cards)], [], groups);
        await lab.ApplyAsync(few);
        output.WriteLine($"{Cards} cards at once: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms");

        var times = new List<double>();
        var busy = Process.GetCurrentProcess().TotalProcessorTime;
        for (var count = Cards + 1; count <= Cards + Rounds; count++)
        {
            var wanted = few with { Cards = [.. cards.Take(count)] };
            start = Stopwatch.GetTimestamp();
            await lab.ApplyAsync(wanted);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        busy = Process.GetCurrentProcess().TotalProcessorTime - busy;
        output.WriteLine($"one more: {busy.TotalMilliseconds / Rounds:F2} ms of a processor");
        var (plans, all) = (new CardPlans(), State([network], cards, [], groups));
        var before = FirewallTables.For(all with { Cards = [.. cards.Skip(1)] }, "lodge", plans);
        output.WriteLine($"of that, to plan it: {Average(() => FirewallTables.For(all, "lodge", plans)):F2} ms");
        var after = FirewallTables.For(all, "lodge", plans);
        output.WriteLine($"and to find what is different: {Average(() => NftCommands.Between(before.Bridged, after.Bridged)):F2} ms");
        times.Sort();
        output.WriteLine($"one more: {times[Rounds / 2]:F2} ms (median of {Rounds}), least {times[0]:F2} ms, most {times[^1]:F2} ms");
        Assert.True(times[0] < 20, $"Even the fastest took {times[0]:F1} ms.");
    }

    private static double Average(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / Rounds;
    }
}
