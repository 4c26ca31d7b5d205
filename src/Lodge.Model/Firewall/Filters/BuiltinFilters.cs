using System.Security.Cryptography;
using System.Text;
using static Lodge.Model.Firewall.Filters.FilterAction;
using static Lodge.Model.Firewall.Filters.FilterDirection;
using static Lodge.Model.Firewall.Filters.FilterProtocol;

namespace Lodge.Model.Firewall.Filters;

/// <summary>
/// Filters that are always there, by the names that programs for libvirt expect, doing what libvirt's documentation says of
/// each. A filter of the same name that somebody defines takes the place of one of them.
/// </summary>
public static class BuiltinFilters
{
    private const string Everybody = "ff:ff:ff:ff:ff:ff";
    private const string Nobody = "0.0.0.0";

    /// <summary>All, sorted by name.</summary>
    public static IReadOnlyList<NetworkFilter> All { get; } = [.. new[]
    {
        // Whole protocols.
        Filter("allow-arp", "arp", Rule(Accept, Inout, 500)),
        Filter("allow-ipv4", "ipv4", Rule(Accept, Inout, 500)),
        Filter("allow-ipv6", "ipv6", Rule(Accept, Inout, 500)),
        Filter("allow-incoming-ipv4", "ipv4", Rule(Accept, In, 500)),
        Filter("allow-incoming-ipv6", "ipv6", Rule(Accept, In, 500)),

        // Getting an address.
        Filter(
            "allow-dhcp", "ipv4",
            Rule(Accept, Out, 100, Ip, ("srcipaddr", Nobody), ("dstipaddr", "255.255.255.255"), ("protocol", "udp"), ("srcportstart", "68"), ("dstportstart", "67")),
            Rule(Accept, In, 100, Ip, ("protocol", "udp"), ("srcportstart", "67"), ("dstportstart", "68"))),
        Filter(
            "allow-dhcp-server", "ipv4",
            Rule(Accept, Out, 100, Ip, ("srcipaddr", Nobody), ("dstipaddr", "255.255.255.255"), ("protocol", "udp"), ("srcportstart", "68"), ("dstportstart", "67")),
            Rule(Accept, In, 100, Ip, ("srcipaddr", "$DHCPSERVER"), ("protocol", "udp"), ("srcportstart", "67"), ("dstportstart", "68"))),
        Filter(
            "allow-dhcpv6", "ipv6",
            Rule(Accept, Out, 100, Ipv6, ("srcipaddr", "fe80::"), ("srcipmask", "10"), ("dstipaddr", "ff02::1:2"), ("protocol", "udp"), ("srcportstart", "546"), ("dstportstart", "547")),
            Rule(Accept, In, 100, Ipv6, ("srcipaddr", "fe80::"), ("srcipmask", "10"), ("protocol", "udp"), ("srcportstart", "547"), ("dstportstart", "546"))),
        Filter(
            "allow-dhcpv6-server", "ipv6",
            Rule(Accept, Out, 100, Ipv6, ("srcipaddr", "fe80::"), ("srcipmask", "10"), ("dstipaddr", "ff02::1:2"), ("protocol", "udp"), ("srcportstart", "546"), ("dstportstart", "547")),
            Rule(Accept, In, 100, Ipv6, ("srcipaddr", "$DHCPSERVERV6"), ("protocol", "udp"), ("srcportstart", "547"), ("dstportstart", "546"))),

        // Sending as oneself.
        Filter("no-mac-spoofing", "mac", Rule(Return, Out, 350, Mac, ("srcmacaddr", "$MAC")), Rule(Drop, Out, 500, Mac)),
        Filter(
            "no-ip-spoofing", "ipv4-ip-spoofing", -710,
            Rule(Return, Out, 100, Ip, ("srcipaddr", Nobody), ("protocol", "udp")),
            Rule(Return, Out, 500, Ip, ("srcipaddr", "$IP")),
            Rule(Drop, Out, 1000)),
        Filter(
            "no-ipv6-spoofing", "ipv6-ip-spoofing", -610,
            Rule(Return, Out, 100, Ipv6, ("srcipaddr", "fe80::"), ("srcipmask", "10")),
            Rule(Return, Out, 100, Ipv6, ("srcipaddr", "::"), ("protocol", "icmpv6")),
            Rule(Return, Out, 500, Ipv6, ("srcipaddr", "$IPV6")),
            Rule(Drop, Out, 1000)),
        Filter("no-arp-spoofing", "root", Includes("no-arp-mac-spoofing"), Includes("no-arp-ip-spoofing")),
        Filter("no-arp-mac-spoofing", "arp-mac", -520, Rule(Return, Out, 350, Arp, ("arpsrcmacaddr", "$MAC")), Rule(Drop, Out, 1000)),
        Filter(
            "no-arp-ip-spoofing", "arp-ip", -510,
            Rule(Return, Out, 400, Arp, ("arpsrcipaddr", "$IP")), Rule(Return, Out, 410, Arp, ("arpsrcipaddr", Nobody)), Rule(Drop, Out, 1000)),

        // Not to many at once.
        Filter("no-ip-multicast", "ipv4", Rule(Drop, Out, 500, Ip, ("dstipaddr", "224.0.0.0"), ("dstipmask", "4"))),
        Filter("no-mac-broadcast", "mac", Rule(Drop, Out, 500, Mac, ("dstmacaddr", Everybody))),

        // Nothing else; where a machine is, QEMU may say after it has moved.
        Filter("no-other-l2-traffic", "root", Rule(Drop, Inout, 1000)),
        Filter("no-other-rarp-traffic", "rarp", Rule(Drop, Inout, 1000)),
        Filter("qemu-announce-self", "root", Rule(Accept, Out, 500, Mac, ("protocolid", "0x0835")), Includes("qemu-announce-self-rarp")),
        Filter("qemu-announce-self-rarp", "rarp", Announcement("3"), Announcement("4")),

        Filter(
            "clean-traffic", "root",
            Includes("no-mac-spoofing"), Includes("no-ip-spoofing"), Rule(Accept, Out, -650, Mac, ("protocolid", "ipv4")), Includes("allow-incoming-ipv4"),
            Includes("no-arp-spoofing"), Rule(Accept, Inout, -500, Mac, ("protocolid", "arp")),
            Includes("no-other-l2-traffic"), Includes("qemu-announce-self")),
        Filter(
            "clean-traffic-gateway", "root",
            Includes("no-mac-spoofing"), Includes("no-ip-spoofing"), Includes("no-arp-spoofing"),
            Rule(Accept, Inout, -500, Mac, ("protocolid", "arp")),
            Rule(Accept, Out, -500, Mac, ("dstmacaddr", "$GATEWAY_MAC"), ("protocolid", "ipv4")),
            Rule(Accept, In, -500, Mac, ("srcmacaddr", "$GATEWAY_MAC"), ("protocolid", "ipv4")),
            Includes("no-other-l2-traffic"), Includes("qemu-announce-self")),
    }.OrderBy(filter => filter.Name, StringComparer.Ordinal)];

    private static NetworkFilter Filter(string name, string chain, params FilterEntry[] entries) => Filter(name, chain, null, entries);

    // The same id on every host, so that what refers to one by its id finds it on another.
    private static NetworkFilter Filter(string name, string chain, int? priority, params FilterEntry[] entries) => new()
    {
        Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("lodge:nwfilter:" + name)).AsSpan(0, 16)),
        Name = name,
        Chain = chain,
        Priority = priority,
        Entries = entries,
    };

    private static FilterReference Includes(string filter) => new(filter);

    private static FilterRule Announcement(string operation) => Rule(
        Accept, Out, 500, Rarp, ("srcmacaddr", "$MAC"), ("dstmacaddr", Everybody), ("opcode", operation),
        ("arpsrcmacaddr", "$MAC"), ("arpdstmacaddr", "$MAC"), ("arpsrcipaddr", Nobody), ("arpdstipaddr", Nobody));

    private static FilterRule Rule(FilterAction action, FilterDirection direction, int priority) =>
        new() { Action = action, Direction = direction, Priority = priority };

    private static FilterRule Rule(
        FilterAction action, FilterDirection direction, int priority, FilterProtocol protocol, params (string Name, string Value)[] attributes) =>
        Rule(action, direction, priority) with
        {
            Match = new FilterMatch { Protocol = protocol, Attributes = [.. attributes.Select(one => new FilterAttribute(one.Name, one.Value))] },
        };
}
