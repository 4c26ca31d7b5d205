using System.Net;
using System.Runtime.InteropServices;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>An address as the kernel keeps it: with its lifetimes, label, flags and metric, known to Lodge or not.</summary>
public sealed class SavedAddress
{
    internal const int AddressAttribute = 1;
    internal const int LocalAttribute = 2;
    internal const int LabelAttribute = 3;
    internal const int LifetimeAttribute = 6;

    private SavedAddress(byte[] message, LinkAddress address, TimeSpan? lifetime, string label) =>
        (Message, Address, Lifetime, Label) = (message, address, lifetime, label);

    /// <summary>What the kernel said (struct ifaddrmsg and attributes), in the byte order of the machine; to be kept as it is.</summary>
    public byte[] Message { get; }

    /// <summary>The address.</summary>
    public LinkAddress Address { get; }

    /// <summary>How long it is valid from when it was read; null for ever. An address that DHCP or a router gave has one.</summary>
    public TimeSpan? Lifetime { get; }

    /// <summary>The name that an IPv4 address goes by, such as <c>eth0:1</c>; empty for none.</summary>
    public string Label { get; }

    /// <summary>Reads a message that was kept.</summary>
    /// <returns>Null when it is cut short.</returns>
    public static SavedAddress? Read(byte[] message)
    {
        if (!MemoryMarshal.TryRead<AddressPart>(message, out var part))
        {
            return null;
        }

        // struct ifa_cacheinfo: how long it is preferred, how long it is valid, and two times of day. All bits set: for ever.
        var attributes = new NetlinkAttributes(message.AsSpan(AddressPart.Size));
        var times = attributes.Find(LifetimeAttribute).Value;
        var valid = times.Length >= 8 ? MemoryMarshal.Read<uint>(times[4..]) : uint.MaxValue;
        var address = IpBytes.Read(attributes.Find(LocalAttribute).Value) ?? IpBytes.Read(attributes.Find(AddressAttribute).Value);
        return address is null
            ? null
            : new SavedAddress(
                message,
                new LinkAddress(part.Index, address, part.PrefixLength),
                valid == uint.MaxValue ? null : TimeSpan.FromSeconds(valid),
                attributes.Find(LabelAttribute).Text());
    }
}

/// <summary>A route of any table as the kernel keeps it: with source, lifetime, preference and whatever else it has.</summary>
public sealed class SavedRoute
{
    internal const int DestinationAttribute = 1;
    internal const int LinkAttribute = 4;
    internal const int GatewayAttribute = 5;
    internal const int MetricAttribute = 6;
    internal const int WaysAttribute = 9;
    internal const int TableAttribute = 15;
    internal const int ViaAttribute = 18;

    private SavedRoute(byte[] message, NetworkRoute route, uint table, bool severalWays) =>
        (Message, Route, Table, HasSeveralWays) = (message, route, table, severalWays);

    /// <summary>What the kernel said (struct rtmsg and attributes), in the byte order of the machine; to be kept as it is.</summary>
    public byte[] Message { get; }

    /// <summary>Where it leads.</summary>
    public NetworkRoute Route { get; }

    /// <summary>The table that it is in; 254 is the main one.</summary>
    public uint Table { get; }

    /// <summary>Whether packets are spread over several gateways (multipath).</summary>
    public bool HasSeveralWays { get; }

    /// <summary>Reads a message that was kept.</summary>
    /// <returns>Null when it is cut short.</returns>
    public static SavedRoute? Read(byte[] message)
    {
        if (!MemoryMarshal.TryRead<RoutePart>(message, out var part))
        {
            return null;
        }

        var attributes = new NetlinkAttributes(message.AsSpan(RoutePart.Size));
        var nowhere = part.Family == IpBytes.Family(IPAddress.Any) ? IPAddress.Any : IPAddress.IPv6Any;
        var table = attributes.Find(TableAttribute).Number<uint>();
        var route = new NetworkRoute(
            new IPNetwork(IpBytes.Read(attributes.Find(DestinationAttribute).Value) ?? nowhere, part.DestinationLength),
            attributes.Find(LinkAttribute).Number<int>(),
            IpBytes.Read(attributes.Find(GatewayAttribute).Value) ?? Via(attributes.Find(ViaAttribute).Value),
            attributes.Find(MetricAttribute).Number<int>())
        {
            IsAdvertised = part.Protocol == RoutePart.Advertised,
        };
        return new SavedRoute(message, route, table == 0 ? part.Table : table, !attributes.Find(WaysAttribute).Value.IsEmpty);
    }

    /// <summary>The interfaces that packets on it may leave by.</summary>
    internal IEnumerable<int> Links()
    {
        if (!HasSeveralWays)
        {
            return [Route.Link];
        }

        // A list of struct rtnexthop: length, flags, hops, number of the interface; then attributes of that way.
        var links = new List<int>();
        var ways = new NetlinkAttributes(Message.AsSpan(RoutePart.Size)).Find(WaysAttribute).Value;
        while (ways.Length >= 8 && MemoryMarshal.Read<ushort>(ways) is var length && length >= 8 && length <= ways.Length)
        {
            links.Add(MemoryMarshal.Read<int>(ways[4..]));
            ways = ways[Math.Min(ways.Length, (length + 3) & ~3)..];
        }

        return links;
    }

    // struct rtvia: a family, then an address of that family: an IPv4 route by an IPv6 gateway.
    private static IPAddress? Via(ReadOnlySpan<byte> via) => via.Length > 2 ? IpBytes.Read(via[2..]) : null;
}
