using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>Interfaces of a network namespace: made, changed, listed, removed, through rtnetlink(7).</summary>
public sealed class Links
{
    /// <summary>Most bytes of a name (IFNAMSIZ less the final zero).</summary>
    public const int LongestName = 15;

    private const NetlinkFlags Making = NetlinkFlags.Acknowledge | NetlinkFlags.Create | NetlinkFlags.Exclusive;

    private readonly NetlinkSocket _socket;

    internal Links(NetlinkSocket socket) => _socket = socket;

    /// <summary>All interfaces.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public IReadOnlyList<NetworkLink> List() =>
        _socket.List(new NetlinkMessage(RouteMessage.GetLink, NetlinkFlags.Dump).Fixed(default(LinkPart)), "all interfaces", LinkReader.Read);

    /// <summary>The interface of this name; null when there is none.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public NetworkLink? Find(string name)
    {
        try
        {
            // The kernel sends the interface, then the acknowledgement.
            var request = new NetlinkMessage(RouteMessage.GetLink, NetlinkFlags.Acknowledge).Fixed(default(LinkPart)).Add(LinkAttribute.Name, name);
            return _socket.List(request, name, LinkReader.Read).FirstOrDefault();
        }
        catch (LinuxException missing) when (missing.Errno is Errno.ENODEV)
        {
            return null;
        }
    }

    /// <summary>The interface of this name.</summary>
    /// <exception cref="LinuxException">ENODEV: there is none.</exception>
    public NetworkLink Get(string name) => Find(name) ?? throw new LinuxException(Errno.ENODEV, "RTM GetLink", name);

    /// <summary>Makes a bridge, switched off.</summary>
    /// <exception cref="LinuxException">EEXIST: the name is taken.</exception>
    public void AddBridge(string name, BridgeSettings settings) => Add(name, "bridge", data => Write(data, settings));

    /// <summary>Changes a bridge.</summary>
    /// <exception cref="LinuxException">It is gone, or no bridge.</exception>
    public void SetBridge(string name, BridgeSettings settings) =>
        _socket.Do(
            Request(RouteMessage.NewLink, NetlinkFlags.Acknowledge, new LinkPart { Index = Get(name).Index })
                .Nest(LinkAttribute.Info, info => info.Add(LinkAttribute.InfoKind, "bridge").Nest(LinkAttribute.InfoData, data => Write(data, settings))),
            name);

    /// <summary>Changes how a port of a bridge behaves.</summary>
    /// <exception cref="LinuxException">It is gone, or no port of a bridge.</exception>
    public void SetPort(string name, BridgePortSettings settings) =>
        _socket.Do(
            Request(RouteMessage.NewLink, NetlinkFlags.Acknowledge, new LinkPart { Index = Get(name).Index })
                .Nest(LinkAttribute.Info, info => info
                    .Add(LinkAttribute.InfoPortKind, "bridge")
                    .Nest(LinkAttribute.InfoPortData, data => data
                        .AddIf(LinkAttribute.PortGuard, Bit(settings.BpduGuard))
                        .AddIf(LinkAttribute.PortLearning, Bit(settings.Learning))
                        .AddIf(LinkAttribute.PortUnicastFlood, Bit(settings.UnicastFlood))
                        .AddIf(LinkAttribute.PortIsolated, Bit(settings.Isolated)))),
            name);

    /// <summary>Makes a pair of interfaces: what goes into one comes out of the other.</summary>
    /// <param name="name">Name of the one.</param>
    /// <param name="peer">Name of the other.</param>
    /// <param name="peerNamespace">The network namespace for the other; null: the same.</param>
    /// <exception cref="LinuxException">A name is taken.</exception>
    public void AddPair(string name, string peer, SafeHandle? peerNamespace = null)
    {
        using var lease = peerNamespace is null ? default : new HandleLease(peerNamespace);
        var place = peerNamespace is null ? null : (int?)lease.Number;
        Add(name, "veth", data => data.Nest(LinkAttribute.VethPeer, other => other
            .Fixed(default(LinkPart)).Add(LinkAttribute.Name, peer).AddIf(LinkAttribute.NamespaceDescriptor, place)));
    }

    /// <summary>Makes an interface that hands what it gets to a queue and on (ifb); used to slow down what comes in elsewhere.</summary>
    /// <exception cref="LinuxException">The name is taken, or the kernel has no such driver.</exception>
    public void AddIntermediate(string name) => Add(name, "ifb", null);

    /// <summary>Makes a macvtap over an interface: a program reads and writes the frames of /dev/tapN, N being its number.</summary>
    /// <exception cref="LinuxException">A name is taken, or the mode does not go with what is there.</exception>
    public void AddMacvtap(string name, string lower, MacvtapMode mode, string mac) =>
        _socket.Do(
            Request(RouteMessage.NewLink, Making, default)
                .Add(LinkAttribute.Name, name)
                .Add(LinkAttribute.Lower, Get(lower).Index)
                .Add(LinkAttribute.Address, Bytes(mac))
                .Nest(LinkAttribute.Info, info => info
                    .Add(LinkAttribute.InfoKind, "macvtap").Nest(LinkAttribute.InfoData, data => data.Add(LinkAttribute.MacvtapMode, (uint)mode))),
            name);

    /// <summary>Removes an interface, a bridge included; a pair goes together.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="LinuxException">It cannot be removed, such as hardware.</exception>
    public bool Delete(string name)
    {
        try
        {
            _socket.Do(Request(RouteMessage.DeleteLink, NetlinkFlags.Acknowledge, default).Add(LinkAttribute.Name, name), name);
            return true;
        }
        catch (LinuxException missing) when (missing.Errno == Errno.ENODEV)
        {
            return false;
        }
    }

    /// <summary>Changes an interface, all at once or nothing.</summary>
    /// <exception cref="LinuxException">It is gone, or the kernel refused a value.</exception>
    public void Change(string name, LinkChange change)
    {
        var part = new LinkPart
        {
            Index = Get(name).Index,
            Change = change.Up is null ? 0 : LinkPart.UpFlag,
            Flags = change.Up == true ? LinkPart.UpFlag : 0,
        };
        var request = Request(RouteMessage.SetLink, NetlinkFlags.Acknowledge, part)
            .AddIf(LinkAttribute.Mtu, change.Mtu)
            .AddIf(LinkAttribute.QueuedPackets, change.QueuedPackets)
            .AddIf(LinkAttribute.Master, change.Master);
        if (change.Mac is { } mac)
        {
            request.Add(LinkAttribute.Address, Bytes(mac));
        }

        if (change.Name is { } renamed)
        {
            request.Add(LinkAttribute.Name, renamed);
        }

        if (change.Note is { } note)
        {
            request.Add(LinkAttribute.Note, note);
        }

        if (change.RoutesLoopback is { } loopback)
        {
            request.Nest(LinkAttribute.FamilyData, family => family
                .Nest(LinkAttribute.InternetFamily, settings => settings
                    .Nest(LinkAttribute.InternetSettings, setting => setting.Add(LinkAttribute.RouteLocalnet, loopback ? 1 : 0))));
        }

        _socket.Do(request, name);
    }

    private void Add(string name, string kind, Action<NetlinkMessage>? data) =>
        _socket.Do(
            Request(RouteMessage.NewLink, Making, default)
                .Add(LinkAttribute.Name, name)
                .Nest(LinkAttribute.Info, info =>
                {
                    info.Add(LinkAttribute.InfoKind, kind);
                    if (data is not null)
                    {
                        info.Nest(LinkAttribute.InfoData, data);
                    }
                }),
            name);

    private static NetlinkMessage Request(RouteMessage type, NetlinkFlags flags, LinkPart part) => new NetlinkMessage(type, flags).Fixed(part);

    private static void Write(NetlinkMessage data, BridgeSettings settings) => data
        .AddIf(LinkAttribute.BridgeForwardDelay, Ticks(settings.ForwardDelay))
        .AddIf(LinkAttribute.BridgeAgeing, Ticks(settings.Ageing))
        .AddIf(LinkAttribute.BridgeStp, (uint?)Bit(settings.Stp))
        .AddIf(LinkAttribute.BridgeVlanFiltering, Bit(settings.VlanFiltering))
        .AddIf(LinkAttribute.BridgeMulticastSnooping, Bit(settings.MulticastSnooping));

    private static byte? Bit(bool? value) => value is { } known ? (byte)(known ? 1 : 0) : null;

    private static uint? Ticks(TimeSpan? time) => time is { } known ? (uint)(known.TotalSeconds * LinkAttribute.TicksPerSecond) : null;

    private static byte[] Bytes(string mac) => PhysicalAddress.Parse(mac).GetAddressBytes();
}
