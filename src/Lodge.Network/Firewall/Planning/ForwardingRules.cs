using System.Net.Sockets;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Networks;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Planning;

/// <summary>
/// What the host routes between its networks and elsewhere: each guarded network has a chain for what leaves it and one for
/// what enters it. Both must agree. What is refused is told so, since a guest would wait otherwise.
/// </summary>
internal static class ForwardingRules
{
    private const string Refuse = "reject with icmpx type admin-prohibited";
    private const string Answers = "ct state { established, related } accept";
    private const string Forwarded = "ct status dnat";

    private static readonly (AddressFamily Family, string Words, string Protocol)[] Families =
        [(AddressFamily.InterNetwork, "ip", "ipv4"), (AddressFamily.InterNetworkV6, "ip6", "ipv6")];

    public static void Write(NftTableBuilder table, IReadOnlyList<GuestNetwork> networks)
    {
        table.Chain("forward", "type filter hook forward priority filter; policy accept;")
            .Rule("forward", "iifname vmap @leaving").Rule("forward", "oifname vmap @entering");
        table.Chain("input", "type filter hook input priority filter; policy accept;").Rule("input", "iifname vmap @asking");
        (string Map, Func<GuestNetwork, IReadOnlyList<GuestNetwork>, List<string>> Rules)[] sides =
            [("leaving", Leaving), ("entering", Entering), ("asking", Asking)];
        foreach (var (map, rules) in sides)
        {
            table.Map(map, "type ifname : verdict;");
            foreach (var network in networks.Where(network => network.IsGuarded))
            {
                var chain = NftWords.Name(map, network.Bridge);
                table.Element(map, NftWords.Interface(network.Bridge), $"jump {chain}");
                rules(network, networks).ForEach(rule => table.Rule(chain, rule));
            }
        }
    }

    private static List<string> Leaving(GuestNetwork network, IReadOnlyList<GuestNetwork> networks)
    {
        var own = NftWords.Interface(network.Bridge);
        List<string> rules = [Answers];
        foreach (var (family, words, protocol) in Families)
        {
            rules.Add(network.Sources(family) is { } sources ? $"{words} saddr != {sources} {Refuse}" : $"meta nfproto {protocol} {Refuse}");
        }

        // What is forwarded from a port of the host was asked for, among isolated guests too.
        var apart = network.Definition.IsolatedPorts == true;
        rules.Add(apart ? $"oifname {own} {Forwarded} accept" : $"oifname {own} accept");
        if (apart)
        {
            rules.Add($"oifname {own} {Refuse}");
        }

        if (network.Definition.Mode == NetworkMode.Isolated)
        {
            return [.. rules, Refuse];
        }

        if (network.Definition.Interfaces.OrEmpty() is { Count: > 0 } outside)
        {
            rules.Add($"{Forwarded} return");
            rules.Add($"oifname != {NftWords.Interfaces([.. outside, .. Friends(network, networks)])} {Refuse}");
        }

        return rules;
    }

    private static List<string> Entering(GuestNetwork network, IReadOnlyList<GuestNetwork> networks)
    {
        List<string> rules = [Answers, $"{Forwarded} accept"];
        if (network.Definition.Mode == NetworkMode.Isolated)
        {
            return [.. rules, Refuse];
        }

        var friends = Friends(network, networks);
        if (friends.Count > 0)
        {
            rules.Add($"iifname {NftWords.Interfaces(friends)} accept");
        }

        if (network.Definition.Mode == NetworkMode.Nat)
        {
            return [.. rules, Refuse];
        }

        var strangers = networks.Where(other => other != network).Select(other => other.Bridge).Except(friends).ToList();
        if (strangers.Count > 0)
        {
            rules.Add($"iifname {NftWords.Interfaces(strangers)} {Refuse}");
        }

        if (network.Definition.Interfaces.OrEmpty() is { Count: > 0 } outside)
        {
            rules.Add($"iifname != {NftWords.Interfaces(outside)} {Refuse}");
        }

        return rules;
    }

    // The host's other services are for the host's own firewall to say; its addresses in other networks are those networks'.
    private static List<string> Asking(GuestNetwork network, IReadOnlyList<GuestNetwork> networks)
    {
        List<string> rules = [Answers];
        var strangers = networks.Where(other => other != network && other.IsGuarded && !other.IsOfTheTenantOf(network)).ToList();
        foreach (var (family, words, _) in Families)
        {
            var theirs = strangers.SelectMany(other => other.GatewaysOf(family)).ToList();
            if (theirs.Count > 0)
            {
                rules.Add($"{words} daddr {NftWords.AnyOf(theirs)} {Refuse}");
            }
        }

        return [.. rules, "udp dport { 53, 67, 69, 547 } accept", "tcp dport 53 accept", "meta l4proto { icmp, ipv6-icmp } accept"];
    }

    private static IReadOnlyList<string> Friends(GuestNetwork network, IReadOnlyList<GuestNetwork> networks) =>
        [.. networks.Where(other => other != network && other.IsOfTheTenantOf(network)).Select(other => other.Bridge)];
}
