namespace Lodge.Model.Networks;

/// <summary>A network as the daemon knows it now.</summary>
public sealed record Network
{
    /// <summary>What was asked for; for a running network also what will hold after its next start.</summary>
    public required NetworkDefinition Definition { get; init; }

    /// <summary>Grows by one with each change of the definition, from 1.</summary>
    public long Revision { get; init; } = 1;

    /// <summary>False for a network that is gone when it stops.</summary>
    public bool Persistent { get; init; } = true;

    /// <summary>What runs; null when nothing does.</summary>
    public NetworkRuntime? Runtime { get; init; }

    /// <summary>Identity.</summary>
    public Guid Id => Definition.Id;

    /// <summary>Name.</summary>
    public string Name => Definition.Name;

    /// <summary>Whether guests can be plugged in.</summary>
    public bool IsActive => Runtime is not null;
}

/// <summary>Facts of a running network. Kept in the run folder, so that a restarted daemon knows them.</summary>
public sealed record NetworkRuntime
{
    /// <summary>The definition that it runs with, complete: every address, name and MAC filled in.</summary>
    public required NetworkDefinition Definition { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Interface of its bridge; null for macvtap.</summary>
    public string? Bridge { get; init; }

    /// <summary>Process id of the dnsmasq that serves it; null when nothing is served.</summary>
    public int? DnsmasqProcessId { get; init; }

    /// <summary>Whether that dnsmasq is confined: kept from all files but its own, and from getting more rights. Null without one.</summary>
    public bool? DnsmasqConfined { get; init; }

    /// <summary>What is not as it should be, one sentence each; null for nothing.</summary>
    public IReadOnlyList<string>? Problems { get; init; }
}

/// <summary>A card that is plugged into the host: its interface there, and whose it is.</summary>
public sealed record NicPlug
{
    /// <summary>The VM.</summary>
    public required Guid VmId { get; init; }

    /// <summary>Its name.</summary>
    public required string VmName { get; init; }

    /// <summary>Alias of the card, such as <c>nic0</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>The guest's MAC address.</summary>
    public required string Mac { get; init; }

    /// <summary>The interface of the host: a persistent tap, whose queues QEMU opens by name, or a macvtap, <c>/dev/tapN</c>.</summary>
    public required string Interface { get; init; }

    /// <summary>Whether that is a macvtap rather than a tap.</summary>
    public bool IsMacvtap { get; init; }

    /// <summary>Pairs of queues, 1 to 256.</summary>
    public int Queues { get; init; } = 1;

    /// <summary>Largest packet, bytes: the network's.</summary>
    public int? Mtu { get; init; }

    /// <summary>The network; null for a card on a bridge or interface of the host itself.</summary>
    public Guid? Network { get; init; }

    /// <summary>The bridge; null for macvtap.</summary>
    public string? Bridge { get; init; }

    /// <summary>Identity of the plug as libvirt's network port.</summary>
    public Guid PortId { get; init; }
}

/// <summary>An address that was lent by DHCP.</summary>
public sealed record DhcpLease
{
    /// <summary>The network.</summary>
    public required Guid Network { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>Length of its prefix, bits.</summary>
    public required int Prefix { get; init; }

    /// <summary>MAC address of the card.</summary>
    public required string Mac { get; init; }

    /// <summary>Until when; null for ever.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The name that the guest gave; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>Client id, or DUID for IPv6, hexadecimal with colons; null for none.</summary>
    public string? ClientId { get; init; }

    /// <summary>Identity association (RFC 8415) of an IPv6 lease; null for IPv4.</summary>
    public long? Iaid { get; init; }
}
