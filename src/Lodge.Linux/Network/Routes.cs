using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>A route of the host's main table.</summary>
/// <param name="Destination">Where it leads.</param>
/// <param name="Link">Number of the interface that it goes out of; 0: none.</param>
/// <param name="Gateway">Who takes it further; null: the destination is on the interface itself.</param>
/// <param name="Metric">The smaller, the better.</param>
public sealed record NetworkRoute(IPNetwork Destination, int Link, IPAddress? Gateway, int Metric)
{
    /// <summary>Whether a router told the host of it (RFC 4861), rather than somebody here.</summary>
    public bool IsAdvertised { get; init; }
}

/// <summary>The host's routes, through rtnetlink(7).</summary>
public sealed class Routes
{
    private const int DestinationAttribute = 1;
    private const int LinkAttribute = 4;
    private const int GatewayAttribute = 5;
    private const int MetricAttribute = 6;
    private const int TableAttribute = 15;
    private const byte MainTable = 254;
    private const byte StaticProtocol = 4;
    private const byte UnicastType = 1;
    private const byte LinkScope = 253;

    private readonly NetlinkSocket _socket;

    internal Routes(NetlinkSocket socket) => _socket = socket;

    /// <summary>All routes of the main table.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<NetworkRoute> List() =>
        _socket.List(new NetlinkMessage(RouteMessage.GetRoute, NetlinkFlags.Dump).Fixed(default(RoutePart)), "all routes", Read);

    /// <summary>Adds a route.</summary>
    /// <exception cref="LinuxException">EEXIST: there is one; ENETUNREACH: the gateway cannot be reached.</exception>
    public void Add(NetworkRoute route) => _socket.Do(Request(RouteMessage.NewRoute, NetlinkFlags.Create | NetlinkFlags.Exclusive, route), $"{route.Destination}");

    /// <summary>Removes a route.</summary>
    /// <exception cref="LinuxException">ESRCH: there is none.</exception>
    public void Delete(NetworkRoute route) => _socket.Do(Request(RouteMessage.DeleteRoute, NetlinkFlags.None, route), $"{route.Destination}");

    private static NetlinkMessage Request(RouteMessage type, NetlinkFlags flags, NetworkRoute route)
    {
        var part = new RoutePart
        {
            Family = IpBytes.Family(route.Destination.BaseAddress),
            DestinationLength = (byte)route.Destination.PrefixLength,
            Table = MainTable,
            Protocol = StaticProtocol,
            Type = UnicastType,
            Scope = route.Gateway is null && route.Destination.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? LinkScope : (byte)0,
        };
        var request = new NetlinkMessage(type, flags | NetlinkFlags.Acknowledge).Fixed(part)
            .Add(DestinationAttribute, route.Destination.BaseAddress.GetAddressBytes())
            .AddIf(LinkAttribute, route.Link == 0 ? null : (int?)route.Link)
            .AddIf(MetricAttribute, route.Metric == 0 ? null : (int?)route.Metric);
        return route.Gateway is { } gateway ? request.Add(GatewayAttribute, gateway.GetAddressBytes()) : request;
    }

    private static NetworkRoute? Read(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<RoutePart>(payload, out var part) || part.Type != UnicastType)
        {
            return null;
        }

        var attributes = new NetlinkAttributes(payload[RoutePart.Size..]);
        if (attributes.Find(TableAttribute).Number<uint>() != MainTable)
        {
            return null;
        }

        var nowhere = part.Family == IpBytes.Family(IPAddress.Any) ? IPAddress.Any : IPAddress.IPv6Any;
        return new NetworkRoute(
            new IPNetwork(IpBytes.Read(attributes.Find(DestinationAttribute).Value) ?? nowhere, part.DestinationLength),
            attributes.Find(LinkAttribute).Number<int>(),
            IpBytes.Read(attributes.Find(GatewayAttribute).Value),
            attributes.Find(MetricAttribute).Number<int>())
        {
            IsAdvertised = part.Protocol == RoutePart.Advertised,
        };
    }
}
