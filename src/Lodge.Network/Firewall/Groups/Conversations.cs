using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Groups;

/// <summary>
/// Remembers who talks to whom, so that answers pass. On a bridge few kernels follow connections, and where one does, it
/// takes a frame that is also routed for two: so packets themselves put what they belong to into sets, by card, and each
/// entry goes when nothing has been heard of it for a while. That holds alike for what is bridged and what is routed,
/// since a card's own addresses never change on the way. Pure; both sides of a conversation make the same entry.
/// </summary>
internal static class Conversations
{
    /// <summary>Chain that passes a packet which a guest sends, and remembers it.</summary>
    public const string KeepFrom = "keep-from";

    /// <summary>Chain that passes a packet which a guest gets, and remembers it.</summary>
    public const string KeepTo = "keep-to";

    /// <summary>Chain that passes answers which a guest sends.</summary>
    public const string AnswersFrom = "answers-from";

    /// <summary>Chain that passes answers which a guest gets.</summary>
    public const string AnswersTo = "answers-to";

    private const int Most = 65_536;

    public static void Write(NftTableBuilder table)
    {
        foreach (var (version, type) in new[] { (4, "ipv4_addr"), (6, "ipv6_addr") })
        {
            foreach (var protocol in new[] { "tcp", "udp" })
            {
                table.Set($"{protocol}{version}", Declaration($"iface_index . {type} . {type} . inet_service . inet_service"), filledByPackets: true);
            }

            table.Set($"other{version}", Declaration($"iface_index . {type} . {type} . inet_proto"), filledByPackets: true);
        }

        Answers(table, AnswersFrom, KeepFrom, new Side("iif", "saddr", "daddr", "sport", "dport"));
        Answers(table, AnswersTo, KeepTo, new Side("oif", "daddr", "saddr", "dport", "sport"));
        Keep(table, KeepFrom, new Side("iif", "saddr", "daddr", "sport", "dport"));
        Keep(table, KeepTo, new Side("oif", "daddr", "saddr", "dport", "sport"));
    }

    private static string Declaration(string type) => $"type {type}; flags dynamic,timeout; timeout 1m; size {Most};";

    // Errors about a packet that was sent, and all but the first piece of a packet in pieces, do no harm without the first.
    private static void Answers(NftTableBuilder table, string chain, string keep, Side side)
    {
        foreach (var (version, words) in new[] { (4, "ip"), (6, "ip6") })
        {
            table.Rule(chain, $"{side.Ports(words, "tcp")} @tcp{version} goto {keep}");
            table.Rule(chain, $"{side.Ports(words, "udp")} @udp{version} goto {keep}");
            table.Rule(chain, $"meta l4proto != {{ tcp, udp, icmp, ipv6-icmp }} {side.Protocol(words)} @other{version} goto {keep}");
        }

        table.Rule(chain, $"icmp type {{ echo-reply, timestamp-reply }} {side.Protocol("ip")} @other4 accept");
        table.Rule(chain, $"icmpv6 type echo-reply {side.Protocol("ip6")} @other6 accept");
        table.Rule(chain, "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept");
        table.Rule(chain, "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept");
        table.Rule(chain, "ip frag-off & 0x1fff != 0 accept");
        table.Rule(chain, "frag frag-off != 0 accept");
    }

    // When a set is full, the packet still passes: it was allowed; only its answer will not.
    private static void Keep(NftTableBuilder table, string chain, Side side)
    {
        foreach (var (version, words) in new[] { (4, "ip"), (6, "ip6") })
        {
            var tcp = side.Ports(words, "tcp");
            table.Rule(chain, $"tcp flags & (fin | rst) != 0 update @tcp{version} {{ {tcp} timeout 1m }} accept");
            table.Rule(chain, $"tcp flags & psh != 0 update @tcp{version} {{ {tcp} timeout 2h }} accept");
            table.Rule(chain, $"add @tcp{version} {{ {tcp} timeout 10m }} accept");
            table.Rule(chain, $"update @udp{version} {{ {side.Ports(words, "udp")} timeout 3m }} accept");
            table.Rule(chain, $"update @other{version} {{ {side.Protocol(words)} timeout 1m }} accept");
        }

        table.Rule(chain, "accept");
    }

    // A packet as its card sees it: the card, its own address, the other's.
    private sealed record Side(string Card, string Own, string Other, string OwnPort, string OtherPort)
    {
        public string Ports(string words, string protocol) =>
            $"{Protocolless(words)} . {protocol} {OwnPort} . {protocol} {OtherPort}";

        public string Protocol(string words) => $"{Protocolless(words)} . meta l4proto";

        private string Protocolless(string words) => $"{Card} . {words} {Own} . {words} {Other}";
    }
}
