using Lodge.Model.Firewall.Filters;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Filters;
using Lodge.Network.Firewall.Groups;
using Lodge.Network.Firewall.Planning;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Cards;

/// <summary>
/// What passes from and to each card: first whether the guest sends as itself, then what its network filter says, then what
/// its security groups say. Each has hooks of its own, so that what the one lets through is still for the others to judge. A
/// card has a chain in each, which maps lead to by interface.
/// </summary>
internal static class CardRules
{
    public static void Write(NftTableBuilder table, IReadOnlyList<GuestNetwork> networks, FirewallState state, CardPlans plans)
    {
        var cards = Card.All(state, networks);
        SpoofingRules.Declare(table);
        if (cards.Any(card => card.Groups.Count > 0 || card.Plugged.Nic.Filter is not null))
        {
            Conversations.Write(table);
        }

        FilterRules.Declare(table, cards);
        GroupRules.Declare(table, cards, state.Rules.Groups);
        var filters = new Lazy<IReadOnlyDictionary<string, NetworkFilter>>(() => FilterRules.ByName(state.Rules.Filters.OrEmpty()));
        foreach (var part in plans.For(cards, state.Rules, card => OfCard(card, filters)))
        {
            table.Merge(part);
        }
    }

    private static NftTableBuilder OfCard(Card card, Lazy<IReadOnlyDictionary<string, NetworkFilter>> filters)
    {
        var part = new NftTableBuilder("bridge", "");
        SpoofingRules.Write(part, card);
        FilterRules.Write(part, card, filters);
        GroupRules.Write(part, card);
        return part;
    }
}
