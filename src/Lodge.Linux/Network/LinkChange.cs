namespace Lodge.Linux.Network;

/// <summary>What to change of an interface; what is null stays.</summary>
public sealed record LinkChange
{
    /// <summary>Switch it on or off.</summary>
    public bool? Up { get; init; }

    /// <summary>Largest packet, bytes, 68 to 65,535.</summary>
    public int? Mtu { get; init; }

    /// <summary>Hardware address.</summary>
    public string? Mac { get; init; }

    /// <summary>Number of the bridge to join; 0 leaves the one it is in.</summary>
    public int? Master { get; init; }

    /// <summary>A new name, at most 15 bytes.</summary>
    public string? Name { get; init; }

    /// <summary>Packets that may wait to be sent.</summary>
    public int? QueuedPackets { get; init; }

    /// <summary>What to write on it, at most 255 bytes.</summary>
    public string? Note { get; init; }

    /// <summary>Whether packets of the host's loopback (127.0.0.0/8) may be routed by it (sysctl <c>route_localnet</c>).</summary>
    public bool? RoutesLoopback { get; init; }
}

/// <summary>How a bridge behaves; what is null stays, or is the kernel's default.</summary>
public sealed record BridgeSettings
{
    /// <summary>Spanning tree protocol. Kernel's default: off.</summary>
    public bool? Stp { get; init; }

    /// <summary>How long a new port listens before it forwards, 0 to 30 s, in steps of 10 ms. Kernel's default: 15 s.</summary>
    public TimeSpan? ForwardDelay { get; init; }

    /// <summary>How long an address is remembered that is not heard of. Kernel's default: 300 s.</summary>
    public TimeSpan? Ageing { get; init; }

    /// <summary>Whether ports tell apart VLANs. Kernel's default: no.</summary>
    public bool? VlanFiltering { get; init; }

    /// <summary>Whether multicast goes only to who asked for it. Kernel's default: yes.</summary>
    public bool? MulticastSnooping { get; init; }
}

/// <summary>How a port of a bridge behaves; what is null stays.</summary>
public sealed record BridgePortSettings
{
    /// <summary>Whether it may talk only to ports that are not isolated.</summary>
    public bool? Isolated { get; init; }

    /// <summary>Whether the bridge learns addresses from what comes in.</summary>
    public bool? Learning { get; init; }

    /// <summary>Whether frames for unknown addresses are sent out of it.</summary>
    public bool? UnicastFlood { get; init; }

    /// <summary>Whether messages of the spanning tree protocol that come in switch it off.</summary>
    public bool? BpduGuard { get; init; }
}

/// <summary>How the guests of a macvtap share the interface below (linux/if_link.h, enum macvlan_mode).</summary>
public enum MacvtapMode
{
    /// <summary>They do not see each other.</summary>
    Private = 1,

    /// <summary>They see each other if the switch outside sends frames back (802.1Qbg).</summary>
    Vepa = 2,

    /// <summary>They see each other.</summary>
    Bridge = 4,

    /// <summary>One guest gets it whole.</summary>
    Passthrough = 8,
}
