using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>An address of the host on an interface.</summary>
/// <param name="Link">Number of the interface.</param>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Bits of it that name the network.</param>
public sealed record LinkAddress(int Link, IPAddress Address, int PrefixLength);

/// <summary>Addresses of interfaces, through rtnetlink(7).</summary>
public sealed class Addresses
{
    private const int AddressAttribute = 1;
    private const int LocalAttribute = 2;
    private const int BroadcastAttribute = 4;
    private const int FlagsAttribute = 8;
    private const uint NoDuplicateDetection = 2;

    private readonly NetlinkSocket _socket;
    private readonly Links _links;

    internal Addresses(NetlinkSocket socket, Links links) => (_socket, _links) = (socket, links);

    /// <summary>All addresses of all interfaces.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<LinkAddress> List() =>
        _socket.List(new NetlinkMessage(RouteMessage.GetAddress, NetlinkFlags.Dump).Fixed(default(AddressPart)), "all addresses", Read);

    /// <summary>Gives an interface an address, and by that a route to its network. An IPv6 address is usable at once.</summary>
    /// <exception cref="LinuxException">EEXIST: it has that address already.</exception>
    public void Add(string link, IPAddress address, int prefixLength)
    {
        var request = Request(RouteMessage.NewAddress, NetlinkFlags.Create | NetlinkFlags.Exclusive, link, address, prefixLength);
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            request.Add(BroadcastAttribute, IpBytes.Last(address, prefixLength));
        }
        else
        {
            request.Add(FlagsAttribute, NoDuplicateDetection);
        }

        _socket.Do(request, link);
    }

    /// <summary>Takes an address from an interface.</summary>
    /// <exception cref="LinuxException">EADDRNOTAVAIL: it does not have it.</exception>
    public void Delete(string link, IPAddress address, int prefixLength) =>
        _socket.Do(Request(RouteMessage.DeleteAddress, NetlinkFlags.None, link, address, prefixLength), link);

    private NetlinkMessage Request(RouteMessage type, NetlinkFlags flags, string link, IPAddress address, int prefixLength)
    {
        var bytes = address.GetAddressBytes();
        var part = new AddressPart { Family = IpBytes.Family(address), PrefixLength = (byte)prefixLength, Index = _links.Get(link).Index };
        return new NetlinkMessage(type, flags | NetlinkFlags.Acknowledge).Fixed(part).Add(LocalAttribute, bytes).Add(AddressAttribute, bytes);
    }

    // On a point-to-point interface the local address stands beside the other end's.
    private static LinkAddress? Read(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<AddressPart>(payload, out var part))
        {
            return null;
        }

        var attributes = new NetlinkAttributes(payload[AddressPart.Size..]);
        var address = IpBytes.Read(attributes.Find(LocalAttribute).Value) ?? IpBytes.Read(attributes.Find(AddressAttribute).Value);
        return address is null ? null : new LinkAddress(part.Index, address, part.PrefixLength);
    }
}
