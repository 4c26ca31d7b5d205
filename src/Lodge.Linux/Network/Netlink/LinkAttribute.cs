namespace Lodge.Linux.Network.Netlink;

/// <summary>Numbers of attributes of interfaces (linux/if_link.h, linux/veth.h).</summary>
internal static class LinkAttribute
{
    /// <summary>USER_HZ, in which bridges count time.</summary>
    public const int TicksPerSecond = 100;

    public const int Address = 1;
    public const int Name = 3;
    public const int Mtu = 4;
    public const int Lower = 5;
    public const int Master = 10;
    public const int QueuedPackets = 13;
    public const int Info = 18;
    public const int Note = 20;
    public const int Statistics = 23;
    public const int FamilyData = 26;
    public const int NamespaceDescriptor = 28;
    public const int Carrier = 33;

    // Within Info.
    public const int InfoKind = 1;
    public const int InfoData = 2;
    public const int InfoPortKind = 4;
    public const int InfoPortData = 5;

    // Within InfoData.
    public const int VethPeer = 1;
    public const int MacvtapMode = 1;
    public const int BridgeForwardDelay = 1;
    public const int BridgeAgeing = 4;
    public const int BridgeStp = 5;
    public const int BridgeVlanFiltering = 7;
    public const int BridgeMulticastSnooping = 23;

    // Within InfoPortData, for ports of bridges.
    public const int PortGuard = 5;
    public const int PortLearning = 8;
    public const int PortUnicastFlood = 9;
    public const int PortIsolated = 33;

    // Within FamilyData: settings of IPv4, by their number (linux/ip.h, IPV4_DEVCONF_*).
    public const int InternetFamily = 2;
    public const int InternetSettings = 1;
    public const int RouteLocalnet = 26;
}
