using System.Net.NetworkInformation;
using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>
/// A limit of what leaves through an interface, of which parts are kept free for MAC addresses (tc-htb(8), tc-u32(8)). The
/// limit is the top class; below it is one for each part, and one for everybody else. What one of them does not use the
/// others borrow.
/// </summary>
public sealed class SharedLimit
{
    private const int KindAttribute = 1;
    private const int OptionsAttribute = 2;
    private const int FilterClass = 1;
    private const int FilterSelector = 5;
    private const uint FirstFilters = 1 << 16; // Priority 1.
    private const uint OfAllProtocols = 0x0300; // ETH_P_ALL in network order.
    private const ushort Rest = 2;
    private const ushort FirstShare = 16;
    private const long SmallestRate = 1000;

    private readonly NetlinkSocket _socket;
    private readonly Links _links;

    internal SharedLimit(NetlinkSocket socket, Links links) => (_socket, _links) = (socket, links);

    /// <summary>Sets a limit and its parts; those that were there before are changed, without a packet lost, or go.</summary>
    /// <exception cref="LinuxException">The interface is gone, or the kernel lacks htb or u32.</exception>
    public void Set(string link, Bandwidth limit, IReadOnlyList<BandwidthShare> shares)
    {
        var index = _links.Get(link).Index;
        RemoveFilters(link, index);
        if (!Try(() => Put(NetlinkFlags.None, TokenRequests.Top, limit, isBelowTop: false)) || !Try(() => PutRest(NetlinkFlags.None)))
        {
            Try(() => _socket.Do(TokenRequests.Of(RouteMessage.DeleteQueue, NetlinkFlags.None, index, 0, QueuePart.Root), link));
            _socket.Do(TokenRequests.Queue(index, Rest), link);
            Put(NetlinkFlags.Create, TokenRequests.Top, limit, isBelowTop: false);
            PutRest(NetlinkFlags.Create);
        }

        foreach (var (number, share) in shares.Index())
        {
            var name = (ushort)(FirstShare + number);
            Put(NetlinkFlags.Create, name, Part(limit, share.Floor), isBelowTop: true);
            _socket.Do(Filter(index, share.Mac, name), link);
        }

        for (var number = FirstShare + shares.Count; Try(() => _socket.Do(Delete((ushort)number), link)); number++)
        {
        }

        void PutRest(NetlinkFlags flags) => Put(flags, Rest, Part(limit, limit.Average - shares.Sum(share => share.Floor)), isBelowTop: true);

        void Put(NetlinkFlags flags, ushort number, Bandwidth rate, bool isBelowTop) =>
            _socket.Do(TokenRequests.Class(flags, index, number, rate, isBelowTop), link);

        NetlinkMessage Delete(ushort number) => TokenRequests.Of(RouteMessage.DeleteClass, NetlinkFlags.None, index, TokenRequests.ClassHandle(number), 0);
    }

    private void RemoveFilters(string link, int index) => Try(() => _socket.Do(
        new NetlinkMessage(RouteMessage.DeleteFilter, NetlinkFlags.Acknowledge).Fixed(
            new QueuePart { Index = index, Parent = TokenRequests.QueueHandle, Info = FirstFilters | OfAllProtocols }),
        link));

    private static NetlinkMessage Filter(int index, string mac, ushort name) =>
        new NetlinkMessage(RouteMessage.NewFilter, NetlinkFlags.Acknowledge | NetlinkFlags.Create)
            .Fixed(new QueuePart { Index = index, Parent = TokenRequests.QueueHandle, Info = FirstFilters | OfAllProtocols })
            .Add(KindAttribute, "u32")
            .Nest(OptionsAttribute, options => options
                .Add(FilterClass, TokenRequests.ClassHandle(name))
                .Add(FilterSelector, MatchMacPart.Of(PhysicalAddress.Parse(mac).GetAddressBytes())));

    // Sure of its rate, and of as much as the whole limit while others are silent.
    private static Bandwidth Part(Bandwidth limit, long rate) =>
        new(Math.Max(rate, SmallestRate), Peak: TokenRequests.Ceiling(limit));

    // Whether something was there to be changed or removed.
    private static bool Try(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (LinuxException none) when (none.Errno is Errno.ENOENT or Errno.EINVAL or Errno.EOPNOTSUPP)
        {
            return false;
        }
    }
}
