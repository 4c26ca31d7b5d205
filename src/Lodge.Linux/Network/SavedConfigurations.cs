using System.Net;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>
/// Reads addresses and routes of an interface with everything that the kernel knows of them, and writes them again, to the same
/// interface or another, through rtnetlink(7). What Lodge knows nothing of is copied as it stands.
/// </summary>
public sealed class SavedConfigurations
{
    private const uint LocalTable = 255;
    private const byte UnicastType = 1;
    private const byte KernelProtocol = 2;
    private const byte OnLinkFlag = 4; // RTNH_F_ONLINK
    private const int AddressFlagsAttribute = 8;
    private const int RouteCacheAttribute = 12;
    private const int ExpiresAttribute = 23;
    private const int TicksPerSecond = 100;
    private const uint NoDuplicateDetection = 2;

    // Flags that somebody chose: home address, made for temporary ones, no route of its own, joins groups. The others the kernel sets itself.
    private const uint ChosenFlags = 0x10 | 0x100 | 0x200 | 0x400;

    // Local address, address, broadcast, lifetimes, metric; label and flags are written anew.
    private static readonly int[] s_keptOfAddress = [1, 2, 4, 6, 9];

    // Destination, source, gateway, metric, preferred source, metrics, realm, table, via, preference, encapsulation.
    private static readonly int[] s_keptOfRoute = [1, 2, 5, 6, 7, 8, 11, 15, 18, 20, 21, 22];

    private readonly NetlinkSocket _socket;

    internal SavedConfigurations(NetlinkSocket socket) => _socket = socket;

    /// <summary>All addresses of an interface, in the kernel's order.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<SavedAddress> Addresses(int link) =>
    [
        .. _socket.List(new NetlinkMessage(RouteMessage.GetAddress, NetlinkFlags.Dump).Fixed(default(AddressPart)), "all addresses", payload => SavedAddress.Read(payload.ToArray()))
            .Where(address => address.Address.Link == link),
    ];

    /// <summary>All routes that leave by an interface, of all tables but those that the kernel makes for addresses by itself.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<SavedRoute> Routes(int link) =>
    [
        .. _socket.List(new NetlinkMessage(RouteMessage.GetRoute, NetlinkFlags.Dump).Fixed(default(RoutePart)), "all routes", ReadRoute)
            .Where(route => route.Table != LocalTable && route.Links().Contains(link)),
    ];

    /// <summary>Gives an interface a saved address. An IPv6 address is usable at once: it was in use on the same wire.</summary>
    /// <param name="saved">The address.</param>
    /// <param name="link">The interface.</param>
    /// <param name="former">The name of the interface that it was read from, by which its label begins.</param>
    /// <exception cref="LinuxException">EEXIST: it is there.</exception>
    public void Add(SavedAddress saved, NetworkLink link, string former)
    {
        var part = MemoryMarshal.Read<AddressPart>(saved.Message);
        var attributes = new NetlinkAttributes(saved.Message.AsSpan(AddressPart.Size));
        var isIpv6 = part.Family == IpBytes.Family(IPAddress.IPv6Any);
        var flags = (attributes.Find(AddressFlagsAttribute).Number<uint>() & ChosenFlags) | (isIpv6 ? NoDuplicateDetection : 0);
        var request = new NetlinkMessage(RouteMessage.NewAddress, NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive)
            .Fixed(part with { Index = link.Index, Flags = 0 });
        Copy(attributes, s_keptOfAddress, request);
        request.Add(AddressFlagsAttribute, flags);
        if (saved.Label.StartsWith($"{former}:", StringComparison.Ordinal) && $"{link.Name}{saved.Label[former.Length..]}" is { Length: <= Links.LongestName } label)
        {
            request.Add(SavedAddress.LabelAttribute, label);
        }

        _socket.Do(request, $"{saved.Address.Address} on {link.Name}");
    }

    /// <summary>Takes a saved address from the interface that it was read from.</summary>
    /// <exception cref="LinuxException">EADDRNOTAVAIL: it does not have it.</exception>
    public void Delete(SavedAddress saved)
    {
        var part = MemoryMarshal.Read<AddressPart>(saved.Message);
        var request = new NetlinkMessage(RouteMessage.DeleteAddress, NetlinkFlags.Acknowledge).Fixed(part with { Flags = 0 });
        Copy(new NetlinkAttributes(saved.Message.AsSpan(AddressPart.Size)), [SavedAddress.AddressAttribute, SavedAddress.LocalAttribute], request);
        _socket.Do(request, $"{saved.Address.Address}");
    }

    /// <summary>Makes a saved route lead out of an interface.</summary>
    /// <exception cref="LinuxException">EEXIST: it is there; ENETUNREACH: its gateway cannot be reached.</exception>
    public void Add(SavedRoute saved, int link)
    {
        var part = MemoryMarshal.Read<RoutePart>(saved.Message);
        var attributes = new NetlinkAttributes(saved.Message.AsSpan(RoutePart.Size));
        var request = new NetlinkMessage(RouteMessage.NewRoute, NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Append)
            .Fixed(part with { Flags = part.Flags & OnLinkFlag });
        Copy(attributes, s_keptOfRoute, request);
        request.Add(SavedRoute.LinkAttribute, link);

        // struct rta_cacheinfo: two counters, then in hundredths of a second how long the route is valid; 0 for ever.
        var cache = attributes.Find(RouteCacheAttribute).Value;
        if (cache.Length >= 12 && MemoryMarshal.Read<int>(cache[8..]) is var expires && expires > 0)
        {
            request.Add(ExpiresAttribute, (uint)(expires / TicksPerSecond));
        }

        _socket.Do(request, $"{saved.Route.Destination}");
    }

    private static void Copy(NetlinkAttributes from, int[] kept, NetlinkMessage to)
    {
        foreach (var attribute in from)
        {
            if (kept.Contains(attribute.Type))
            {
                to.Add(attribute.Type, attribute.Value);
            }
        }
    }

    // The route to the link-local network (fe80::/64) comes and goes with the interface.
    private static SavedRoute? ReadRoute(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<RoutePart>(payload, out var part) || part.Type != UnicastType)
        {
            return null;
        }

        var route = SavedRoute.Read(payload.ToArray());
        return part.Protocol == KernelProtocol && route is { Route.Destination.BaseAddress.IsIPv6LinkLocal: true } ? null : route;
    }
}
