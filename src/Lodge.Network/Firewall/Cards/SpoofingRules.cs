using System.Net;
using System.Net.Sockets;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Cards;

/// <summary>
/// A guest sends with its own addresses: MAC, and IP as far as it is known; if it is not, then at least not with the host's.
/// It does not answer as a DHCP server or as a router either. What is dropped is counted for each card.
/// </summary>
internal static class SpoofingRules
{
    /// <summary>What the name of a card's counter begins with.</summary>
    public const string Counter = "spoofed";

    private const string Map = "guard";

    // An advertisement of a neighbour names at its 8th byte whose address it tells (RFC 4861, section 4.4).
    private const string Target = "@th,64,128";
    private const string TargetOnLink = "@th,64,16 != 0xfe80";

    /// <summary>Where the kernel asks.</summary>
    public static void Declare(NftTableBuilder table) =>
        table.Map(Map, "type ifname : verdict;")
            .Chain("guarding", "type filter hook prerouting priority -330; policy accept;").Rule("guarding", "iifname vmap @guard");

    /// <summary>The rules of one card.</summary>
    public static void Write(NftTableBuilder table, Card card)
    {
        if (!card.IsHeldToItsAddresses && card.AllowsIpv6)
        {
            return;
        }

        var chain = card.Name(Map);
        table.Chain(chain).Element(Map, NftWords.Interface(card.Interface), $"jump {chain}");
        if (card.IsHeldToItsAddresses)
        {
            table.Counter(card.Name(Counter));
            var drop = $"counter name {card.Name(Counter)} drop";
            foreach (var match in Matches(card))
            {
                table.Rule(chain, $"{match} {drop}");
            }
        }

        if (!card.AllowsIpv6)
        {
            table.Rule(chain, "meta protocol ip6 drop");
        }
    }

    private static IEnumerable<string> Matches(Card card)
    {
        yield return $"ether saddr != {card.Mac}";
        yield return $"arp saddr ether != {card.Mac}";
        foreach (var match in Four(card).Concat(Six(card)))
        {
            yield return match;
        }

        yield return "udp sport 67 udp dport 68";
        yield return "udp sport 547 udp dport 546";
        yield return "icmpv6 type nd-router-advert";
    }

    // 0.0.0.0 is who has no address yet: it asks for one, or whether somebody has that which it wants.
    private static IEnumerable<string> Four(Card card)
    {
        var sources = card.Sources(AddressFamily.InterNetwork);
        var gateways = card.Guests?.GatewaysOf(AddressFamily.InterNetwork) ?? [];
        if (sources.Count > 0)
        {
            return [$"arp saddr ip != {{ 0.0.0.0, {string.Join(", ", sources)} }}", $"ip saddr != {{ 0.0.0.0, {string.Join(", ", sources)} }}"];
        }

        return gateways.Count == 0 ? [] : [$"arp saddr ip {NftWords.AnyOf(gateways)}", $"ip saddr {NftWords.AnyOf(gateways)}"];
    }

    // Advertisements of neighbours are held to the card's addresses as answers of ARP are. That of the host on the link is its
    // address as a router: whoever had it would get what guests send out.
    private static IEnumerable<string> Six(Card card)
    {
        var hosts = (card.Guests?.Gateways ?? []).Append(card.Guests?.LinkLocal).Where(address => address?.AddressFamily == AddressFamily.InterNetworkV6).ToList();
        foreach (var address in hosts)
        {
            yield return $"icmpv6 type nd-neighbor-advert {Target} {Bits(address!)}";
        }

        if (hosts.Count > 0)
        {
            yield return $"ip6 saddr {NftWords.AnyOf([.. hosts.Select(address => address!.ToString())])}";
        }

        var sources = card.Sources(AddressFamily.InterNetworkV6);
        if (sources.Count > 0)
        {
            var others = card.Addresses.Where(address => address.AddressFamily == AddressFamily.InterNetworkV6).Select(address => $" {Target} != {Bits(address)}");
            yield return $"icmpv6 type nd-neighbor-advert {TargetOnLink}{string.Concat(others)}";
            yield return $"ip6 saddr != {{ ::, fe80::/10, {string.Join(", ", sources)} }}";
        }
    }

    private static string Bits(IPAddress address) => $"0x{Convert.ToHexStringLower(address.GetAddressBytes())}";
}
