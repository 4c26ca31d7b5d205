using System.Net;
using System.Net.Sockets;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Networks;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Planning;

/// <summary>
/// Ports of the host that lead to guests: from outside, from guests, and from the host itself. The host's loopback works
/// for IPv4, where the kernel can be told so for a bridge; what guests send to loopback addresses is dropped therefore.
/// </summary>
internal static class PortForwardRules
{
    /// <summary>Bridges that the host's loopback must be able to reach.</summary>
    public static IReadOnlyList<string> LoopbackBridges(FirewallState state) =>
        [.. GuestNetwork.All(state).Where(network => network.Definition.Forwards.OrEmpty().Count > 0).Select(network => network.Bridge)];

    public static void Write(NftTableBuilder table, IReadOnlyList<GuestNetwork> networks, FirewallState state)
    {
        table.Chain("forwards");
        table.Chain("prerouting", "type nat hook prerouting priority dstnat; policy accept;").Rule("prerouting", "fib daddr type local jump forwards");
        table.Chain("output", "type nat hook output priority -100; policy accept;").Rule("output", "fib daddr type local jump forwards");
        table.Chain("arriving", "type filter hook prerouting priority raw; policy accept;");
        foreach (var network in networks)
        {
            // For every bridge: the kernel's setting outlives the last forward.
            table.Rule("arriving", $"iifname {NftWords.Interface(network.Bridge)} ip daddr 127.0.0.0/8 drop");
            var forwards = network.Definition.Forwards.OrEmpty();
            foreach (var rule in forwards.SelectMany(forward => Rules(forward, Known.Addresses(forward.Target, network, state))))
            {
                table.Rule("forwards", rule);
            }

            if (forwards.Count > 0)
            {
                Return(table, network);
            }
        }
    }

    // A guest that asks for a port of the host that leads into its own network, and the host's loopback, must get their
    // answers by the way of the host.
    private static void Return(NftTableBuilder table, GuestNetwork network)
    {
        var way = $"oifname {NftWords.Interface(network.Bridge)} ct status dnat masquerade";
        table.Rule("postrouting", $"ip saddr 127.0.0.0/8 {way}");
        if (network.SubnetText(AddressFamily.InterNetwork) is { } four)
        {
            table.Rule("postrouting", $"ip saddr {four} {way}");
        }

        if (network.SubnetText(AddressFamily.InterNetworkV6) is { } six)
        {
            table.Rule("postrouting", $"ip6 saddr {six} {way}");
        }
    }

    private static IEnumerable<string> Rules(PortForward forward, IReadOnlyList<IPAddress> targets)
    {
        var at = forward.Address is null ? null : IPAddress.Parse(forward.Address);
        var chosen = targets.Where(target => at is null || at.AddressFamily == target.AddressFamily).DistinctBy(target => target.AddressFamily);
        foreach (var target in chosen)
        {
            var (words, family) = target.AddressFamily == AddressFamily.InterNetwork ? ("ip", "ipv4") : ("ip6", "ipv6");
            var host = at is null ? $"meta nfproto {family}" : $"{words} daddr {at}";
            var protocol = forward.Protocol == TransportProtocol.Tcp ? "tcp" : "udp";
            yield return $"{host} {protocol} dport {NftWords.Ports(forward.Port, forward.LastPort)} dnat {words} to {Target(forward, protocol, target)}";
        }
    }

    // Ports of a range in step: the kernel keeps a port that it is not told to change; others are told apart one by one.
    private static string Target(PortForward forward, string protocol, IPAddress target)
    {
        var first = forward.TargetPort ?? forward.Port;
        var count = (forward.LastPort ?? forward.Port) - forward.Port + 1;
        if (first == forward.Port)
        {
            return $"{target}";
        }

        var steps = Enumerable.Range(0, count).Select(step => $"{forward.Port + step} : {target} . {first + step}");
        return count > 1 ? $"{protocol} dport map {{ {string.Join(", ", steps)} }}"
            : target.AddressFamily == AddressFamily.InterNetwork ? $"{target}:{first}" : $"[{target}]:{first}";
    }
}
