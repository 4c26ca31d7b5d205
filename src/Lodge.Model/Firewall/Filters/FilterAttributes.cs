using static Lodge.Model.Firewall.Filters.FilterProtocol;

namespace Lodge.Model.Firewall.Filters;

/// <summary>Which attributes each protocol of a filter has (libvirt.org/formatnwfilter.html).</summary>
public static class FilterAttributes
{
    private static readonly string[] s_macs = ["srcmacaddr", "srcmacmask", "dstmacaddr", "dstmacmask", "comment"];
    private static readonly string[] s_addresses = ["srcipaddr", "srcipmask", "dstipaddr", "dstipmask", "dscp"];
    private static readonly string[] s_ranges = ["srcipfrom", "srcipto", "dstipfrom", "dstipto", "state", "connlimit-above", "ipset", "ipsetflags"];
    private static readonly string[] s_ports = ["srcportstart", "srcportend", "dstportstart", "dstportend"];

    private static readonly string[] s_arp =
        ["hwtype", "protocoltype", "opcode", "arpsrcmacaddr", "arpdstmacaddr", "arpsrcipaddr", "arpsrcipmask", "arpdstipaddr", "arpdstipmask", "gratuitous"];

    private static readonly string[] s_stp =
    [
        "type", "flags", "root-priority", "root-priority-hi", "root-address", "root-address-mask", "root-cost", "root-cost-hi",
        "sender-priority", "sender-priority-hi", "sender-address", "sender-address-mask", "port", "port-hi", "age", "age-hi",
        "max-age", "max-age-hi", "hello-time", "hello-time-hi", "forward-delay", "forward-delay-hi",
    ];

    /// <summary>Names of the attributes of a protocol.</summary>
    public static IReadOnlyList<string> Of(FilterProtocol protocol) => protocol switch
    {
        Mac => [.. s_macs, "protocolid"],
        Vlan => [.. s_macs, "vlanid", "encap-protocol"],
        Stp => ["srcmacaddr", "srcmacmask", "comment", .. s_stp],
        Arp or Rarp => [.. s_macs, .. s_arp],
        Ip => [.. s_macs, .. s_addresses, "protocol", .. s_ports],
        Ipv6 => [.. s_macs, .. s_addresses, "protocol", .. s_ports, "type", "typeend", "code", "codeend"],
        Tcp or TcpIpv6 => [.. s_macs, .. s_addresses, .. s_ranges, .. s_ports, "flags", "option"],
        Udp or UdpIpv6 or Sctp or SctpIpv6 or Udplite or UdpliteIpv6 => [.. s_macs, .. s_addresses, .. s_ranges, .. s_ports],
        Icmp or Icmpv6 => [.. s_macs, .. s_addresses, .. s_ranges, "type", "code"],
        _ => [.. s_macs, .. s_addresses, .. s_ranges],
    };

    /// <summary>Whether rules for a protocol look at single frames, below what connections are.</summary>
    public static bool IsBelowConnections(FilterProtocol protocol) => protocol is Mac or Vlan or Stp or Arp or Rarp or Ip or Ipv6;
}
