using System.Runtime.InteropServices;

namespace Lodge.Linux.Network.Netlink;

/// <summary>Reads an interface as the kernel tells of it.</summary>
internal static class LinkReader
{
    private const string Bridge = "bridge";

    /// <summary>The interface in a message; null for one that is cut short.</summary>
    public static NetworkLink? Read(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<LinkPart>(payload, out var part))
        {
            return null;
        }

        var link = new NetworkLink(part.Index, "") { IsUp = (part.Flags & LinkPart.UpFlag) != 0, IsEthernet = part.HardwareType == LinkPart.Ethernet };
        foreach (var attribute in new NetlinkAttributes(payload[LinkPart.Size..]))
        {
            link = With(link, attribute);
        }

        return link;
    }

    private static NetworkLink With(NetworkLink link, NetlinkAttribute attribute) => attribute.Type switch
    {
        LinkAttribute.Address => link with { Mac = Mac(attribute.Value) },
        LinkAttribute.Name => link with { Name = attribute.Text() },
        LinkAttribute.Mtu => link with { Mtu = attribute.Number<int>() },
        LinkAttribute.Lower => link with { Lower = attribute.Number<int>() },
        LinkAttribute.Master => link with { Master = attribute.Number<int>() },
        LinkAttribute.Note => link with { Note = attribute.Text() },
        LinkAttribute.Carrier => link with { HasCarrier = attribute.Number<byte>() != 0 },
        LinkAttribute.Statistics => link with { Statistics = attribute.Number<LinkStatistics>() },
        LinkAttribute.Info => WithInfo(link, attribute.Inside),
        _ => link,
    };

    private static NetworkLink WithInfo(NetworkLink link, NetlinkAttributes info)
    {
        var kind = info.Find(LinkAttribute.InfoKind).Text();
        return link with
        {
            Kind = kind,
            Bridge = kind == Bridge ? BridgeOf(info.Find(LinkAttribute.InfoData).Inside) : null,
            Port = info.Find(LinkAttribute.InfoPortKind).Text() == Bridge ? PortOf(info.Find(LinkAttribute.InfoPortData).Inside) : null,
        };
    }

    private static BridgeSettings BridgeOf(NetlinkAttributes data) => new()
    {
        Stp = data.Find(LinkAttribute.BridgeStp).Number<uint>() != 0,
        ForwardDelay = Time(data.Find(LinkAttribute.BridgeForwardDelay)),
        Ageing = Time(data.Find(LinkAttribute.BridgeAgeing)),
        VlanFiltering = Bit(data.Find(LinkAttribute.BridgeVlanFiltering)),
        MulticastSnooping = Bit(data.Find(LinkAttribute.BridgeMulticastSnooping)),
    };

    private static BridgePortSettings PortOf(NetlinkAttributes data) => new()
    {
        BpduGuard = Bit(data.Find(LinkAttribute.PortGuard)),
        Learning = Bit(data.Find(LinkAttribute.PortLearning)),
        UnicastFlood = Bit(data.Find(LinkAttribute.PortUnicastFlood)),
        Isolated = Bit(data.Find(LinkAttribute.PortIsolated)),
    };

    private static bool Bit(NetlinkAttribute attribute) => attribute.Number<byte>() != 0;

    private static TimeSpan Time(NetlinkAttribute attribute) => TimeSpan.FromSeconds((double)attribute.Number<uint>() / LinkAttribute.TicksPerSecond);

    /// <summary>An address as people write it.</summary>
    public static string Mac(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes) is var hex && bytes.Length > 0
        ? string.Join(':', hex.Chunk(2).Select(pair => new string(pair)))
        : "";
}
