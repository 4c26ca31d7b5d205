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
    public static void Write(NftTableBuilder table, IReadOnlyList<GuestNetwork> networks, FirewallState state)
    {
        var cards = Card.All(state, networks);
        SpoofingRules.Write(table, cards);
        if (cards.Any(card => card.Groups.Count > 0 || card.Plugged.Nic.Filter is not null))
        {
            Conversations.Write(table);
        }

        FilterRules.Write(table, cards, state.Rules.Filters.OrEmpty());
        GroupRules.Write(table, cards, state.Rules.Groups);
    }
}
