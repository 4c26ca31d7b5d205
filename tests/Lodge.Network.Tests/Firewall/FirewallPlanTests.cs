using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Linux.Firewall;
using Lodge.Model.Networks;
using Lodge.Network.Firewall;
using Lodge.Network.Firewall.Planning;
using Lodge.Network.Firewall.Tables;
using Lodge.TestSupport;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.Firewall;

public sealed class FirewallPlanTests
{
    private const string Table = "lodge";

    [Fact]
    public void State_with_something_of_everything_gives_these_commands()
    {
        var tables = FirewallTables.For(FirewallFacts.Everything(), Table);

        Golden.Compare("Golden/everything.nft", NftCommands.Whole(null, tables.Routed) + NftCommands.Whole(null, tables.Bridged));
    }

    [Fact]
    public void Another_card_costs_its_own_rules_and_no_others()
    {
        var state = FirewallFacts.Everything();
        var more = state with { Cards = [.. state.Cards, FirewallFacts.Card("vnet9", "52:54:00:00:00:09", "new", "lodge0")] };
        var (before, after) = (FirewallTables.For(state, Table), FirewallTables.For(more, Table));

        Golden.Compare("Golden/another-card.nft", NftCommands.Between(before.Routed, after.Routed) + NftCommands.Between(before.Bridged, after.Bridged));
        Golden.Compare("Golden/card-gone.nft", NftCommands.Between(after.Routed, before.Routed) + NftCommands.Between(after.Bridged, before.Bridged));
    }

    [Fact]
    public async Task Kernel_has_the_same_rules_however_the_state_was_reached()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var stepwise = new KernelRules();
        using var fresh = new KernelRules();
        var all = FirewallFacts.Everything();
        FirewallState[] steps =
        [
            FirewallState.Empty,
            all with { Cards = [], Leases = [] },
            all with { Leases = [] },
            all,
            all with { Networks = [all.Networks[0]], Cards = [.. all.Cards.Take(2)] },
            FirewallState.Empty,
            all with { Rules = all.Rules with { Groups = [] } },
            all with { Networks = [.. all.Networks.Reverse()], Cards = [.. all.Cards.Reverse()] },
        ];
        foreach (var step in steps)
        {
            await stepwise.Keeper.ApplyAsync(step, TestContext.Current.CancellationToken);
        }

        await fresh.Keeper.ApplyAsync(all, TestContext.Current.CancellationToken);
        var wanted = fresh.List();
        Assert.Equal(wanted, stepwise.List());

        // As a daemon does that was started again, and does not know what is there.
        using var successor = stepwise.NewKeeper();
        await successor.ApplyAsync(all, TestContext.Current.CancellationToken);
        Assert.Equal(wanted, stepwise.List());

        // Somebody else's rules stay; Lodge's own come back.
        stepwise.Rules.Apply("table inet theirs {\n}\ndelete table bridge lodge\n");
        Assert.Contains("bridge lodge", Assert.Single(await successor.InspectAsync(all.Networks[0], TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        await successor.ApplyAsync(all, TestContext.Current.CancellationToken);
        Assert.Empty(await successor.InspectAsync(all.Networks[0], TestContext.Current.CancellationToken));
        Assert.Equal(wanted, stepwise.List());
        await successor.RemoveAsync(TestContext.Current.CancellationToken);
        Assert.Equal("table inet theirs", stepwise.Rules.Read("list tables").Trim());
    }

    private sealed class KernelRules : IDisposable
    {
        private readonly PrivateNetwork _network = PrivateNetwork.Create();

        public KernelRules()
        {
            Rules = _network.Run(() => new Nftables());
            Keeper = NewKeeper();
        }

        public Nftables Rules { get; }

        public FirewallKeeper Keeper { get; }

        public FirewallKeeper NewKeeper() => new(() => _network.Run(() => new Nftables()), _network.Host, Table);

        /// <summary>All that is there, without handles, sorted where order means nothing.</summary>
        public string List()
        {
            var items = new List<string>();
            var rules = new Dictionary<string, List<string>>();
            foreach (var family in new[] { "inet", "bridge" })
            {
                var all = JsonNode.Parse(Rules.Read($"list table {family} {Table}", json: true))!["nftables"]!.AsArray();
                foreach (var item in all.Select(item => item!.AsObject().Single()).Where(item => item.Key != "metainfo"))
                {
                    var value = item.Value!.AsObject();
                    value.Remove("handle");
                    if (value["elem"] is JsonArray elements)
                    {
                        var sorted = elements.Select(element => element!.ToJsonString()).Order(StringComparer.Ordinal).ToList();
                        value["elem"] = string.Join("\n", sorted);
                    }

                    if (item.Key == "rule")
                    {
                        var chain = $"{family} {value["chain"]}";
                        rules.TryAdd(chain, []);
                        rules[chain].Add(value.ToJsonString());
                    }
                    else
                    {
                        items.Add($"{item.Key} {value.ToJsonString()}");
                    }
                }
            }

            items.AddRange(rules.Select(chain => $"{chain.Key}\n{string.Join("\n", chain.Value)}"));
            return string.Join("\n", items.Order(StringComparer.Ordinal));
        }

        public void Dispose()
        {
            Keeper.Dispose();
            Rules.Dispose();
            _network.Dispose();
        }
    }
}
