using System.Net;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>Whom the host has talked to on an interface (ARP and neighbour discovery).</summary>
/// <param name="Link">Number of the interface.</param>
/// <param name="Address">The other's address.</param>
/// <param name="Mac">The other's hardware address.</param>
/// <param name="IsFresh">Whether it was confirmed a moment ago.</param>
public sealed record Neighbour(int Link, IPAddress Address, string Mac, bool IsFresh);

/// <summary>The host's neighbours, through rtnetlink(7).</summary>
public sealed class Neighbours
{
    private const int AddressAttribute = 1;
    private const int MacAttribute = 2;
    private const ushort Fresh = 0x02 | 0x80; // Reachable, or set by hand.

    private readonly NetlinkSocket _socket;

    internal Neighbours(NetlinkSocket socket) => _socket = socket;

    /// <summary>All whose hardware address is known.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<Neighbour> List() =>
        _socket.List(new NetlinkMessage(RouteMessage.GetNeighbour, NetlinkFlags.Dump).Fixed(default(NeighbourPart)), "all neighbours", Read);

    private static Neighbour? Read(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<NeighbourPart>(payload, out var part))
        {
            return null;
        }

        var attributes = new NetlinkAttributes(payload[NeighbourPart.Size..]);
        var mac = LinkReader.Mac(attributes.Find(MacAttribute).Value);
        return IpBytes.Read(attributes.Find(AddressAttribute).Value) is { } address && mac.Length > 0
            ? new Neighbour(part.Index, address, mac, (part.State & Fresh) != 0)
            : null;
    }
}
