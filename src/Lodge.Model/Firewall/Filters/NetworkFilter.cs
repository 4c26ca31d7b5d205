using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Firewall.Filters;

/// <summary>
/// A network filter as libvirt knows it: rules in a chain, and other filters that it includes. A card that is bound to it is
/// held to them. What no rule speaks of passes. Source: libvirt.org/formatnwfilter.html.
/// </summary>
public sealed record NetworkFilter
{
    /// <summary>Global identity. Empty: one is made up.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique on a host. 1 to 63 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The chain that its rules are in: <c>root</c>, or <c>mac</c>, <c>vlan</c>, <c>stp</c>, <c>arp</c>, <c>rarp</c>,
    /// <c>ipv4</c>, <c>ipv6</c>, which see that kind of frame only, or one of these with <c>-</c> and more behind it.
    /// Absent: <c>root</c>.
    /// </summary>
    public string? Chain { get; init; }

    /// <summary>When the chain is asked, -1,000 to 1,000, lower ones first. Absent: as its kind is.</summary>
    public int? Priority { get; init; }

    /// <summary>Rules and references, in order.</summary>
    public IReadOnlyList<FilterEntry>? Entries { get; init; }
}

/// <summary>Something that a filter consists of.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FilterReference), "filter")]
[JsonDerivedType(typeof(FilterRule), "rule")]
public abstract record FilterEntry;

/// <summary>Another filter that belongs to this one.</summary>
/// <param name="Filter">Its name.</param>
public sealed record FilterReference(string Filter) : FilterEntry
{
    /// <summary>Values of its variables, before those of the card.</summary>
    public IReadOnlyList<FilterParameter>? Parameters { get; init; }
}

/// <summary>What happens to frames of a kind.</summary>
public sealed record FilterRule : FilterEntry
{
    /// <summary>What happens.</summary>
    public FilterAction Action { get; init; }

    /// <summary>Which way, as the guest sees it.</summary>
    public FilterDirection Direction { get; init; }

    /// <summary>When it is asked within the chain, -1,000 to 1,000, lower ones first. Absent: 500.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether answers to what it accepts pass too; for protocols above Ethernet's only. Absent: yes.</summary>
    public bool? Stateful { get; init; }

    /// <summary>Which frames. Absent: all.</summary>
    public FilterMatch? Match { get; init; }
}

/// <summary>Frames that a rule speaks of.</summary>
public sealed record FilterMatch
{
    /// <summary>The protocol.</summary>
    public FilterProtocol Protocol { get; init; }

    /// <summary>Whether it means frames of the protocol to which the attributes do not apply. Absent: no.</summary>
    public bool? Negated { get; init; }

    /// <summary>What they have in common, by the names of libvirt's XML, such as <c>srcipaddr</c>; variables as <c>$IP</c>.</summary>
    public IReadOnlyList<FilterAttribute>? Attributes { get; init; }
}

/// <summary>Something that frames have in common.</summary>
/// <param name="Name">Which field, by the name of libvirt's XML.</param>
/// <param name="Value">Its value, or a variable.</param>
public sealed record FilterAttribute(string Name, string Value);

/// <summary>What happens to a frame. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<FilterAction>))]
public enum FilterAction
{
    /// <summary>It is gone.</summary>
    Drop = 0,

    /// <summary>It passes, whatever further rules say.</summary>
    Accept = 1,

    /// <summary>It is gone, and its sender is told.</summary>
    Reject = 2,

    /// <summary>No further rule of this chain is asked, others are.</summary>
    Return = 3,

    /// <summary>Further rules are asked.</summary>
    Continue = 4,
}

/// <summary>Which way a frame goes. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<FilterDirection>))]
public enum FilterDirection
{
    /// <summary>To the guest.</summary>
    In = 0,

    /// <summary>From the guest.</summary>
    Out = 1,

    /// <summary>Either.</summary>
    Inout = 2,
}

/// <summary>Protocols that filters tell apart. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<FilterProtocol>))]
public enum FilterProtocol
{
    /// <summary>Ethernet.</summary>
    Mac = 0,

    /// <summary>Ethernet with a VLAN's tag.</summary>
    Vlan = 1,

    /// <summary>Spanning tree.</summary>
    Stp = 2,

    /// <summary>ARP.</summary>
    Arp = 3,

    /// <summary>Reverse ARP.</summary>
    Rarp = 4,

    /// <summary>IPv4, frame by frame.</summary>
    Ip = 5,

    /// <summary>IPv6, frame by frame.</summary>
    Ipv6 = 6,

    /// <summary>TCP over IPv4.</summary>
    Tcp = 7,

    /// <summary>UDP over IPv4.</summary>
    Udp = 8,

    /// <summary>SCTP over IPv4.</summary>
    Sctp = 9,

    /// <summary>ICMP.</summary>
    Icmp = 10,

    /// <summary>IGMP.</summary>
    Igmp = 11,

    /// <summary>ESP over IPv4.</summary>
    Esp = 12,

    /// <summary>AH over IPv4.</summary>
    Ah = 13,

    /// <summary>UDP-Lite over IPv4.</summary>
    Udplite = 14,

    /// <summary>Everything over IPv4.</summary>
    All = 15,

    /// <summary>TCP over IPv6.</summary>
    TcpIpv6 = 16,

    /// <summary>UDP over IPv6.</summary>
    UdpIpv6 = 17,

    /// <summary>SCTP over IPv6.</summary>
    SctpIpv6 = 18,

    /// <summary>ICMPv6.</summary>
    Icmpv6 = 19,

    /// <summary>ESP over IPv6.</summary>
    EspIpv6 = 20,

    /// <summary>AH over IPv6.</summary>
    AhIpv6 = 21,

    /// <summary>UDP-Lite over IPv6.</summary>
    UdpliteIpv6 = 22,

    /// <summary>Everything over IPv6.</summary>
    AllIpv6 = 23,
}
