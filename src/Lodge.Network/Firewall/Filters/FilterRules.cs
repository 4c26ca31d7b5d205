using Lodge.Model.Firewall.Filters;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Cards;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Filters;

/// <summary>
/// Network filters of cards. Rules about frames are asked first, in the chains that filters name; what they accept, rules
/// about connections still judge, in one chain, each way apart.
/// </summary>
internal static class FilterRules
{
    /// <summary>Those that are always there, and those that somebody has defined.</summary>
    public static IReadOnlyDictionary<string, NetworkFilter> ByName(IReadOnlyList<NetworkFilter> defined) =>
        BuiltinFilters.All.Concat(defined).GroupBy(filter => filter.Name).ToDictionary(same => same.Key, same => same.Last());

    /// <summary>Where the kernel asks, if any card is bound to a filter.</summary>
    public static void Declare(NftTableBuilder table, IReadOnlyList<Card> cards)
    {
        if (cards.All(card => card.Plugged.Nic.Filter is null))
        {
            return;
        }

        foreach (var side in FilterSide.All)
        {
            table.Map(side.Map, "type ifname : verdict;")
                .Chain(side.Base, $"type filter hook {side.Hook}; policy accept;").Rule(side.Base, $"{side.Interface} vmap @{side.Map}");
        }
    }

    /// <summary>The rules of one card.</summary>
    public static void Write(NftTableBuilder table, Card card, Lazy<IReadOnlyDictionary<string, NetworkFilter>> filters)
    {
        if (card.Plugged.Nic.Filter is not { } filter)
        {
            return;
        }

        var plan = FilterPlan.For(card, filter.Name, filters.Value);
        foreach (var side in FilterSide.All)
        {
            Write(table, card, plan, side);
        }
    }

    private static void Write(NftTableBuilder table, Card card, FilterPlan plan, FilterSide side)
    {
        var rules = plan.Rules
            .Where(rule => rule.IsBelowConnections == side.IsBelowConnections && (rule.Rule.Direction == FilterDirection.Inout || rule.Rule.Direction == side.Direction))
            .ToList();
        if (rules.Count == 0)
        {
            return;
        }

        var root = card.Name(side.Map);
        table.Element(side.Map, NftWords.Interface(card.Interface), $"jump {root}").Chain(root);
        if (!side.IsBelowConnections)
        {
            table.Rule(root, $"jump answers-{side.Way}");
        }

        var calls = rules.Where(rule => side.IsBelowConnections && rule.Chain != "root").Select(rule => rule.Chain).Distinct()
            .Select(chain => (Priority: plan.Chains[chain], Text: (IReadOnlyList<string>)[$"{FilterWords.ChainKind(chain)}jump {card.Name($"{side.Map}-{chain}")}"]));
        var own = rules.Where(rule => !side.IsBelowConnections || rule.Chain == "root").Select(rule => (rule.Priority, Text: Texts(rule, side)));
        foreach (var text in calls.Concat(own).OrderBy(part => part.Priority).SelectMany(part => part.Text))
        {
            table.Rule(root, text);
        }

        foreach (var rule in rules.Where(rule => side.IsBelowConnections && rule.Chain != "root").OrderBy(rule => rule.Priority))
        {
            // Called even when nothing of it is left for this card.
            table.Chain(card.Name($"{side.Map}-{rule.Chain}"));
            foreach (var text in Texts(rule, side))
            {
                table.Rule(card.Name($"{side.Map}-{rule.Chain}"), text);
            }
        }
    }

    // On a bridge few kernels can tell a sender that its frame was refused: it is dropped.
    private static IReadOnlyList<string> Texts(BoundRule bound, FilterSide side)
    {
        var rule = bound.Rule;
        var verdict = rule.Action switch
        {
            FilterAction.Accept => side.IsBelowConnections || rule.Stateful == false ? "accept" : $"goto keep-{side.Way}",
            FilterAction.Drop or FilterAction.Reject => "drop",
            FilterAction.Return => "return",
            _ => null,
        };
        if (verdict is null)
        {
            return [];
        }

        if (rule.Match is not { } match)
        {
            return [verdict];
        }

        // A rule for both ways says what a guest sends; what it gets has both ends the other way round.
        var turned = rule.Direction == FilterDirection.Inout && side.Direction == FilterDirection.In;
        var lenient = match.Negated != true && rule.Action is (FilterAction.Accept or FilterAction.Return);
        return [.. bound.Values.Expand(bound.Filter, match.Attributes.OrEmpty(), lenient).Select(attributes =>
            FilterWords.For(bound.Filter, match, turned ? attributes.ToDictionary(pair => Turn(pair.Key), pair => pair.Value) : attributes) + verdict)];
    }

    private static string Turn(string name) =>
        name.Contains("src", StringComparison.Ordinal) ? name.Replace("src", "dst", StringComparison.Ordinal) : name.Replace("dst", "src", StringComparison.Ordinal);
}
