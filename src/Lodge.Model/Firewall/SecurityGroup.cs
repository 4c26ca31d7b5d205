using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Firewall;

/// <summary>
/// Named rules for cards. A card with groups gets and sends what one of them allows, and answers to that; all else is dropped.
/// </summary>
public sealed record SecurityGroup
{
    /// <summary>Global identity. Empty: one is made up.</summary>
    public Guid Id { get; init; }

    /// <summary>Unique on a host. 1 to 63 characters: letters, digits, <c>.</c>, <c>_</c>, <c>-</c>; no <c>-</c> or <c>.</c> first.</summary>
    public required string Name { get; init; }

    /// <summary>Free text, at most 8,192 characters.</summary>
    public string? Description { get; init; }

    /// <summary>What is allowed. Absent: nothing.</summary>
    public IReadOnlyList<SecurityRule>? Rules { get; init; }
}

/// <summary>Something that a security group allows.</summary>
public sealed record SecurityRule
{
    /// <summary>Which way the first packet goes, as the guest sees it.</summary>
    public RuleDirection Direction { get; init; }

    /// <summary>The protocol. Absent: all.</summary>
    public RuleProtocol? Protocol { get; init; }

    /// <summary>First port of who is talked to, 1 to 65,535; TCP and UDP only. Absent: all.</summary>
    public int? Port { get; init; }

    /// <summary>Last port. Absent: only the first.</summary>
    public int? LastPort { get; init; }

    /// <summary>With whom: an address or network, such as <c>10.0.0.0/8</c>. Absent: anybody. Excludes <see cref="Group"/>.</summary>
    public string? Address { get; init; }

    /// <summary>With whom: cards of the security group of this name. Absent: anybody.</summary>
    public string? Group { get; init; }

    /// <summary>Free text, at most 200 characters, one line.</summary>
    public string? Description { get; init; }
}

/// <summary>Which way. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<RuleDirection>))]
public enum RuleDirection
{
    /// <summary>To the guest.</summary>
    In = 0,

    /// <summary>From the guest.</summary>
    Out = 1,
}

/// <summary>Protocols that a rule can tell apart. Append only.</summary>
[JsonConverter(typeof(KebabEnumConverter<RuleProtocol>))]
public enum RuleProtocol
{
    /// <summary>TCP.</summary>
    Tcp = 0,

    /// <summary>UDP.</summary>
    Udp = 1,

    /// <summary>ICMP, of IPv4 and IPv6.</summary>
    Icmp = 2,
}
