using System.Net.Sockets;
using Lodge.Model.Firewall;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall.Cards;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Groups;

/// <summary>
/// Security groups: a card with groups sends and gets what one of them allows and the answers to it, and what it needs to
/// have an address and find its network: ARP and neighbour discovery, DHCP, and names from the host.
/// </summary>
internal static class GroupRules
{
    /// <summary>What the name of a card's counter begins with.</summary>
    public const string Counter = "refused";

    /// <summary>Where the kernel asks, and the rules of the groups that cards have; nothing when none has any.</summary>
    public static void Declare(NftTableBuilder table, IReadOnlyList<Card> cards, IReadOnlyList<SecurityGroup> groups)
    {
        var checkedCards = cards.Where(card => card.Groups.Count > 0).ToList();
        if (checkedCards.Count == 0)
        {
            return;
        }

        Usual(table);
        foreach (var side in GroupSide.Both)
        {
            table.Map(side.Map, "type ifname : verdict;")
                .Chain($"checking-{side.Way}", side.Hook).Rule($"checking-{side.Way}", $"{side.Interface} vmap @{side.Map}");
        }

        var used = groups.Where(group => checkedCards.Any(card => card.Groups.Contains(group.Name))).OrderBy(group => group.Name, StringComparer.Ordinal);
        foreach (var group in used)
        {
            Write(table, group, cards);
        }
    }

    /// <summary>The rules of one card.</summary>
    public static void Write(NftTableBuilder table, Card card)
    {
        if (card.Groups.Count == 0)
        {
            return;
        }

        foreach (var side in GroupSide.Both)
        {
            Write(table, card, side);
        }
    }

    private static void Write(NftTableBuilder table, Card card, GroupSide side)
    {
        var chain = card.Name(side.Map);
        table.Element(side.Map, NftWords.Interface(card.Interface), $"jump {chain}").Counter(card.Name(Counter));
        table.Rule(chain, $"jump usual-{side.Way}");
        foreach (var (family, words) in new[] { (AddressFamily.InterNetwork, "ip"), (AddressFamily.InterNetworkV6, "ip6") })
        {
            if (side.IsFrom && card.Guests?.GatewaysOf(family) is { Count: > 0 } gateways)
            {
                table.Rule(chain, $"{words} daddr {NftWords.AnyOf(gateways)} jump host");
            }
        }

        table.Rule(chain, $"jump answers-{side.Way}");
        foreach (var group in card.Groups.Distinct(StringComparer.Ordinal))
        {
            // A group that is gone allows nothing; its empty chain says so.
            table.Chain(NftWords.Name($"group-{side.Way}", group)).Rule(chain, $"jump {NftWords.Name($"group-{side.Way}", group)}");
        }

        table.Rule(chain, $"counter name {card.Name(Counter)} drop");
    }

    private static void Write(NftTableBuilder table, SecurityGroup group, IReadOnlyList<Card> cards)
    {
        foreach (var rule in group.Rules.OrEmpty())
        {
            var side = rule.Direction == RuleDirection.Out ? GroupSide.From : GroupSide.To;
            var chain = NftWords.Name($"group-{side.Way}", group.Name);
            foreach (var other in Others(table, rule, side, cards))
            {
                table.Rule(chain, $"{other}{Traffic(rule)}goto keep-{side.Way}");
            }
        }
    }

    // With whom. Cards of a group are known by MAC address on their own bridge, and by IP address beyond it.
    private static IReadOnlyList<string> Others(NftTableBuilder table, SecurityRule rule, GroupSide side, IReadOnlyList<Card> cards)
    {
        if (rule.Address is { } address)
        {
            var network = Planning.GuestNetwork.NetworkOf(address);
            return [$"{(network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? "ip" : "ip6")} {side.Other} {network} "];
        }

        if (rule.Group is not { } group)
        {
            return [""];
        }

        var members = cards.Where(card => card.Groups.Contains(group)).ToList();
        Members(table, NftWords.Name("macs", group), "ether_addr", members.Select(card => card.Mac));
        Members(table, NftWords.Name("members4", group), "ipv4_addr", Addresses(members, AddressFamily.InterNetwork));
        Members(table, NftWords.Name("members6", group), "ipv6_addr", Addresses(members, AddressFamily.InterNetworkV6));
        return
        [
            $"ether {side.Other} @{NftWords.Name("macs", group)} ",
            $"ip {side.Other} @{NftWords.Name("members4", group)} ",
            $"ip6 {side.Other} @{NftWords.Name("members6", group)} ",
        ];
    }

    private static string Traffic(SecurityRule rule) => (rule.Protocol, rule.Port) switch
    {
        (RuleProtocol.Tcp, { } port) => $"tcp dport {NftWords.Ports(port, rule.LastPort)} ",
        (RuleProtocol.Udp, { } port) => $"udp dport {NftWords.Ports(port, rule.LastPort)} ",
        (RuleProtocol.Tcp, _) => "meta l4proto tcp ",
        (RuleProtocol.Udp, _) => "meta l4proto udp ",
        (RuleProtocol.Icmp, _) => "meta l4proto { icmp, ipv6-icmp } ",
        _ => "",
    };

    private static void Members(NftTableBuilder table, string set, string type, IEnumerable<string> members)
    {
        table.Set(set, $"type {type};");
        foreach (var member in members)
        {
            table.Element(set, member);
        }
    }

    private static IEnumerable<string> Addresses(IEnumerable<Card> cards, AddressFamily family) =>
        cards.SelectMany(card => card.Addresses).Where(address => address.AddressFamily == family).Select(address => address.ToString());

    // Router solicitation and advertisement, neighbour discovery, and who listens to which multicast (RFC 4861, 3810); and
    // what QEMU says of where the guest is now, by reverse ARP.
    private static void Usual(NftTableBuilder table)
    {
        const string Neighbours = "nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-report, mld2-listener-report, mld-listener-done";
        table.Rule("usual-from", "meta protocol arp accept").Rule("usual-to", "meta protocol arp accept");
        table.Rule("usual-from", "ether type 0x8035 accept");
        table.Rule("usual-from", $"icmpv6 type {{ {Neighbours} }} accept");
        table.Rule("usual-to", "icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-query } accept");
        table.Rule("usual-from", "meta l4proto igmp accept").Rule("usual-to", "meta l4proto igmp accept");
        table.Rule("usual-from", "udp sport 68 udp dport 67 accept").Rule("usual-to", "udp sport 67 udp dport 68 accept");
        table.Rule("usual-from", "udp sport 546 udp dport 547 accept").Rule("usual-to", "udp sport 547 udp dport 546 accept");
        table.Rule("host", "udp dport 53 goto keep-from").Rule("host", "tcp dport 53 goto keep-from")
            .Rule("host", "meta l4proto { icmp, ipv6-icmp } goto keep-from");
    }
}
