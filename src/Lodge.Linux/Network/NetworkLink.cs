namespace Lodge.Linux.Network;

/// <summary>A network interface of the host.</summary>
/// <param name="Index">Its number, 1 and up; stays when the name changes.</param>
/// <param name="Name">Its name, at most 15 bytes.</param>
public sealed record NetworkLink(int Index, string Name)
{
    /// <summary>The driver, such as <c>bridge</c>, <c>veth</c>, <c>tun</c>, <c>macvtap</c>; empty for hardware and loopback.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Hardware address, <c>52:54:00:12:34:56</c>; empty where there is none.</summary>
    public string Mac { get; init; } = "";

    /// <summary>Whether its frames are those of Ethernet (ARPHRD_ETHER), as bridges need them.</summary>
    public bool IsEthernet { get; init; }

    /// <summary>Largest packet, bytes.</summary>
    public int Mtu { get; init; }

    /// <summary>Whether it was switched on (IFF_UP).</summary>
    public bool IsUp { get; init; }

    /// <summary>Whether somebody is at the other end.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>Number of the bridge or bond that it belongs to; 0: none.</summary>
    public int Master { get; init; }

    /// <summary>Number of the interface that it stands on, or the peer of a veth; 0: none.</summary>
    public int Lower { get; init; }

    /// <summary>How it behaves as a bridge; null when it is none.</summary>
    public BridgeSettings? Bridge { get; init; }

    /// <summary>How it behaves as the port of a bridge; null when it is none.</summary>
    public BridgePortSettings? Port { get; init; }

    /// <summary>What somebody wrote on it; Lodge marks what it made.</summary>
    public string Note { get; init; } = "";

    /// <summary>What has gone through.</summary>
    public LinkStatistics Statistics { get; init; }
}

/// <summary>Counters of an interface since it was made, as the host sees it: what a guest sends is received here.</summary>
/// <param name="ReceivedPackets">Packets that came in.</param>
/// <param name="SentPackets">Packets that went out.</param>
/// <param name="ReceivedBytes">Bytes that came in.</param>
/// <param name="SentBytes">Bytes that went out.</param>
/// <param name="ReceiveErrors">Packets that came in damaged.</param>
/// <param name="SendErrors">Packets that could not be sent.</param>
/// <param name="ReceiveDrops">Packets that came in and were thrown away.</param>
/// <param name="SendDrops">Packets that should go out and were thrown away.</param>
public readonly record struct LinkStatistics(
    ulong ReceivedPackets,
    ulong SentPackets,
    ulong ReceivedBytes,
    ulong SentBytes,
    ulong ReceiveErrors,
    ulong SendErrors,
    ulong ReceiveDrops,
    ulong SendDrops);
