using System.Net;
using System.Net.Sockets;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Networks;
using Lodge.Network.Firewall.Tables;

namespace Lodge.Network.Firewall.Planning;

/// <summary>How guests' addresses become the host's on the way out.</summary>
internal static class TranslationRules
{
    private const int FirstPort = 1024;
    private const int LastPort = 65535;

    public static void Write(NftTableBuilder table, IReadOnlyList<GuestNetwork> networks)
    {
        table.Chain("postrouting", "type nat hook postrouting priority srcnat; policy accept;");
        foreach (var network in networks.Where(network => network.Definition.Mode == NetworkMode.Nat))
        {
            var outside = network.Definition.Interfaces.OrEmpty() is { Count: > 0 } only
                ? $"oifname {NftWords.Interfaces(only)}"
                : $"oifname != {NftWords.Interfaces(networks.Select(other => other.Bridge))}";
            Translate(table, network, outside, AddressFamily.InterNetwork);
            if (network.Definition.Nat?.Ipv6 == true)
            {
                Translate(table, network, outside, AddressFamily.InterNetworkV6);
            }
        }
    }

    // Within the network, to networks of the same tenant, and to many at once, addresses stay as they are.
    private static void Translate(NftTableBuilder table, GuestNetwork network, string outside, AddressFamily family)
    {
        if (network.Sources(family) is not { } sources)
        {
            return;
        }

        var nat = network.Definition.Nat ?? new NatDefinition();
        var (words, everybody) = family == AddressFamily.InterNetwork ? ("ip", "224.0.0.0/4, 255.255.255.255") : ("ip6", "ff00::/8");
        var from = $"{words} saddr {sources} {words} daddr != {{ {sources.Trim('{', '}', ' ')}, {everybody} }} {outside}";
        var ports = $"{nat.FirstPort ?? FirstPort}-{nat.LastPort ?? LastPort}";
        var addresses = nat.Addresses is { } range && IPAddress.Parse(range.Start).AddressFamily == family ? range : null;
        table.Rule("postrouting", $"{from} meta l4proto {{ tcp, udp }} {(addresses is null ? $"masquerade to :{ports}" : $"snat {words} to {Bracketed(addresses)}:{ports}")}");
        table.Rule("postrouting", $"{from} {(addresses is null ? "masquerade" : $"snat {words} to {Range(addresses)}")}");
    }

    private static string Range(AddressRange range) => range.Start == range.End ? range.Start : $"{range.Start}-{range.End}";

    private static string Bracketed(AddressRange range) => !range.Start.Contains(':') ? Range(range)
        : range.Start == range.End ? $"[{range.Start}]" : $"[{range.Start}]-[{range.End}]";
}
