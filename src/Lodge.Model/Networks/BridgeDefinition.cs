namespace Lodge.Model.Networks;

/// <summary>The bridge that a network's guests are plugged into.</summary>
public sealed record BridgeDefinition
{
    /// <summary>Its interface, at most 15 bytes, no <c>/</c>, no space. Absent: <c>lodgeN</c> with the first free number.</summary>
    public string? Name { get; init; }

    /// <summary>Its unicast MAC address, <c>52:54:00:12:34:56</c>; made up when absent, and then kept.</summary>
    public string? Mac { get; init; }

    /// <summary>Spanning tree protocol, which finds loops; a new card waits four seconds then before it is heard. Absent: off.</summary>
    public bool? Stp { get; init; }

    /// <summary>How long a new port listens before it forwards, seconds, 0 to 30. Absent: 0.</summary>
    public double? ForwardDelay { get; init; }

    /// <summary>Whether it tells VLANs apart, where the kernel can. Absent: no.</summary>
    public bool? VlanFiltering { get; init; }

    /// <summary>Whether multicast goes only to who asked for it. Absent: yes.</summary>
    public bool? MulticastSnooping { get; init; }

    /// <summary>The zone of firewalld that it belongs to. Absent: none of Lodge's choosing.</summary>
    public string? Zone { get; init; }
}
