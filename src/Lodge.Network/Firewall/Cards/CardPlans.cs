using Lodge.Engine.Ports;
using Lodge.Model.Networks;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Cards;

/// <summary>
/// Remembers the rules of each card, so that another card costs its own only. Not for several threads at once.
/// </summary>
internal sealed class CardPlans
{
    private Dictionary<Facts, NftTableBuilder> _parts = [];
    private FirewallRules? _rules;

    /// <summary>The rules of each card, made or remembered; those of other cards are forgotten.</summary>
    /// <param name="cards">The cards.</param>
    /// <param name="rules">What belongs to no single network; when it changes, all is made anew.</param>
    /// <param name="make">Makes the rules of a card of nothing but the card and <paramref name="rules"/>.</param>
    public IReadOnlyList<NftTableBuilder> For(IReadOnlyList<Card> cards, FirewallRules rules, Func<Card, NftTableBuilder> make)
    {
        var known = ReferenceEquals(rules, _rules) ? _parts : [];
        var next = new Dictionary<Facts, NftTableBuilder>();
        var parts = new List<NftTableBuilder>();
        foreach (var card in cards)
        {
            var facts = new Facts(card.Plugged, card.Network, string.Join(' ', card.Addresses));
            next[facts] = known.GetValueOrDefault(facts) ?? make(card);
            parts.Add(next[facts]);
        }

        (_parts, _rules) = (next, rules);
        return parts;
    }

    // All that the rules of one card are made of.
    private sealed record Facts(PluggedCard Card, NetworkDefinition? Network, string Addresses);
}
