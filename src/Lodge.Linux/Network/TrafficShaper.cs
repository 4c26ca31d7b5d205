using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>
/// Limits of bandwidth (tc-htb(8)). What leaves through an interface queues there. What comes in cannot queue; it is led
/// through the queue of an interface made for that (tc-mirred(8)), so that it is slowed down rather than lost.
/// </summary>
public sealed class TrafficShaper
{
    private const int KindAttribute = 1;
    private const int OptionsAttribute = 2;
    private const int FilterSelector = 5;
    private const int FilterActions = 7;
    private const int RedirectParameters = 2;

    private const uint IngressHandle = 0xffff0000; // ffff:
    private const uint FirstFilterOfAllProtocols = 1 << 16 | 0x0300; // Priority 1; ETH_P_ALL in network order.
    private const int QueuedPackets = 1000;

    private readonly NetlinkSocket _socket;
    private readonly Links _links;

    internal TrafficShaper(NetlinkSocket socket, Links links) => (_socket, _links) = (socket, links);

    /// <summary>Limits what leaves the host through an interface: for a guest's, what the guest receives. Changes a limit that is there.</summary>
    /// <exception cref="LinuxException">The interface is gone, or the kernel has no htb.</exception>
    public void LimitSending(string link, Bandwidth limit)
    {
        var index = _links.Get(link).Index;
        if (!TryChangeClass(link, index, limit))
        {
            RemoveSendingLimit(link);
            _socket.Do(TokenRequests.Queue(index, TokenRequests.Top), link);
            _socket.Do(TokenRequests.Class(NetlinkFlags.Create | NetlinkFlags.Exclusive, index, TokenRequests.Top, limit), link);
        }
    }

    /// <summary>Limits what comes into the host through an interface: for a guest's, what the guest sends.</summary>
    /// <param name="link">The interface.</param>
    /// <param name="by">Name of the interface that is made for it, when there is none yet.</param>
    /// <param name="limit">How much.</param>
    /// <exception cref="LinuxException">The interface is gone, or the kernel lacks ifb or mirred.</exception>
    public void LimitReceiving(string link, string by, Bandwidth limit)
    {
        if (_links.Find(by) is null)
        {
            _links.AddIntermediate(by);
        }

        _links.Change(by, new LinkChange { Up = true, QueuedPackets = QueuedPackets });
        LimitSending(by, limit);
        Redirect(link, by);
    }

    /// <summary>Ends a limit of sending.</summary>
    /// <exception cref="LinuxException">The interface is gone.</exception>
    public void RemoveSendingLimit(string link) => RemoveQueue(link, 0, QueuePart.Root);

    /// <summary>Ends a limit of receiving, and removes what was made for it.</summary>
    /// <exception cref="LinuxException">The interface is gone.</exception>
    public void RemoveReceivingLimit(string link, string by)
    {
        RemoveQueue(link, IngressHandle, QueuePart.Ingress);
        _links.Delete(by);
    }

    private void Redirect(string link, string to)
    {
        var index = _links.Get(link).Index;
        RemoveQueue(link, IngressHandle, QueuePart.Ingress);
        _socket.Do(
            TokenRequests.Of(RouteMessage.NewQueue, NetlinkFlags.Create | NetlinkFlags.Exclusive, index, IngressHandle, QueuePart.Ingress).Add(KindAttribute, "ingress"),
            link);
        var target = new RedirectPart { Action = RedirectPart.Stolen, What = RedirectPart.ToOutput, Link = (uint)_links.Get(to).Index };
        var filter = new NetlinkMessage(RouteMessage.NewFilter, NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive)
            .Fixed(new QueuePart { Index = index, Parent = IngressHandle, Info = FirstFilterOfAllProtocols })
            .Add(KindAttribute, "u32")
            .Nest(OptionsAttribute, options => options
                .Add(FilterSelector, new MatchAllPart { Flags = MatchAllPart.Terminal, KeyCount = 1 })
                .Nest(FilterActions, actions => actions.Nest(1, first => first
                    .Add(KindAttribute, "mirred")
                    .Nest(OptionsAttribute, redirect => redirect.Add(RedirectParameters, target)))));
        _socket.Do(filter, link);
    }

    private bool TryChangeClass(string link, int index, Bandwidth limit)
    {
        try
        {
            _socket.Do(TokenRequests.Class(NetlinkFlags.None, index, TokenRequests.Top, limit), link);
            return true;
        }
        catch (LinuxException none) when (none.Errno is Errno.ENOENT or Errno.EINVAL or Errno.EOPNOTSUPP)
        {
            return false;
        }
    }

    private void RemoveQueue(string link, uint handle, uint parent)
    {
        try
        {
            _socket.Do(TokenRequests.Of(RouteMessage.DeleteQueue, NetlinkFlags.None, _links.Get(link).Index, handle, parent), link);
        }
        catch (LinuxException none) when (none.Errno is Errno.ENOENT or Errno.EINVAL)
        {
            return; // There was no limit; the queue that every interface has does not count.
        }
    }
}
