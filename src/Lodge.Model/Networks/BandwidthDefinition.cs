namespace Lodge.Model.Networks;

/// <summary>Limits of bandwidth, as a guest sees them.</summary>
public sealed record BandwidthDefinition
{
    /// <summary>Of what guests receive. Absent: none.</summary>
    public BandwidthLimit? Inbound { get; init; }

    /// <summary>Of what guests send. Absent: none.</summary>
    public BandwidthLimit? Outbound { get; init; }
}

/// <summary>A limit one way. The units are libvirt's.</summary>
public sealed record BandwidthLimit
{
    /// <summary>In the long run, KiB a second, 1 to 4,294,967,295. Absent: only where <see cref="Floor"/> is given.</summary>
    public long? Average { get; init; }

    /// <summary>At which a burst goes, KiB a second, 1 to 4,294,967,295. Absent: as fast as the interface can.</summary>
    public long? Peak { get; init; }

    /// <summary>What may go at the peak after a pause, KiB, 1 to 4,194,303. Absent: what goes in a 250th of a second, at least 16 KiB.</summary>
    public long? Burst { get; init; }

    /// <summary>What is kept free for the card within its network's limit, KiB a second, 1 to 4,294,967,295; cards, inbound only. Absent: nothing.</summary>
    public long? Floor { get; init; }
}

/// <summary>VLANs (802.1Q) of a card.</summary>
public sealed record VlanDefinition
{
    /// <summary>Numbers, 1 to 4,094; one, or several with <see cref="Trunk"/>.</summary>
    public required IReadOnlyList<int> Tags { get; init; }

    /// <summary>Whether the guest sees tags itself. Absent: only with several.</summary>
    public bool? Trunk { get; init; }

    /// <summary>The tag whose frames the guest sees without tag, in a trunk, 1 to 4,094. Absent: none.</summary>
    public int? Native { get; init; }
}

/// <summary>A named set of settings that cards can choose.</summary>
public sealed record PortGroupDefinition
{
    /// <summary>Its name, unique in the network.</summary>
    public required string Name { get; init; }

    /// <summary>Whether cards get it that choose none; one at most. Absent: no.</summary>
    public bool? Default { get; init; }

    /// <summary>Limits of each card. Absent: none.</summary>
    public BandwidthDefinition? Bandwidth { get; init; }

    /// <summary>VLANs. Absent: the network's.</summary>
    public VlanDefinition? Vlan { get; init; }

    /// <summary>Whether its cards may answer as any MAC address. Absent: as the network says.</summary>
    public bool? Promiscuous { get; init; }
}
