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

    private const ushort Probing = 0x10; // NUD_PROBE
    private const byte Use = 0x01; // NTF_USE

    private readonly NetlinkSocket _socket;

    internal Neighbours(NetlinkSocket socket) => _socket = socket;

    /// <summary>All whose hardware address is known.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<Neighbour> List() =>
        _socket.List(new NetlinkMessage(RouteMessage.GetNeighbour, NetlinkFlags.Dump).Fixed(default(NeighbourPart)), "all neighbours", Read);

    /// <summary>
    /// Has the kernel ask for a neighbour at once (ARP, neighbour discovery), whatever it remembers of it. Does not wait: when it
    /// answers, <see cref="List"/> has it as fresh. One that does not answer is given up after some seconds; ask again then.
    /// </summary>
    /// <param name="link">Number of the interface to ask on.</param>
    /// <param name="address">Whom to ask for.</param>
    /// <exception cref="LinuxException">The interface is gone or down.</exception>
    public void Ask(int link, IPAddress address)
    {
        var known = List().FirstOrDefault(one => one.Link == link && one.Address.Equals(address));
        var part = new NeighbourPart
        {
            Family = IpBytes.Family(address),
            Index = link,
            State = known is null ? (ushort)0 : Probing,
            Flags = known is null ? Use : (byte)0,
        };
        var request = new NetlinkMessage(RouteMessage.NewNeighbour, NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Replace)
            .Fixed(part).Add(AddressAttribute, address.GetAddressBytes());
        if (known is not null)
        {
            request.Add(MacAttribute, Convert.FromHexString(known.Mac.Replace(":", "", StringComparison.Ordinal)));
        }

        _socket.Do(request, $"{address}");
    }

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
