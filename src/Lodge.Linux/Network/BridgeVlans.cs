using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Network.Netlink;

namespace Lodge.Linux.Network;

/// <summary>A VLAN (802.1Q) that the port of a bridge belongs to.</summary>
/// <param name="Number">Its number, 1 to 4,094.</param>
/// <param name="Untagged">Whether its frames leave the port without a tag.</param>
/// <param name="Native">Whether frames that come in without a tag belong to it; one of a port at most.</param>
public sealed record PortVlan(int Number, bool Untagged, bool Native);

/// <summary>VLANs of the ports of bridges that tell them apart (bridge(8), linux/if_bridge.h).</summary>
public sealed class BridgeVlans
{
    private const byte BridgeFamily = 7;
    private const int Specification = 26;
    private const int VlanInfo = 2;
    private const ushort NativeFlag = 2;
    private const ushort UntaggedFlag = 4;

    private readonly NetlinkSocket _socket;
    private readonly Links _links;

    internal BridgeVlans(NetlinkSocket socket, Links links) => (_socket, _links) = (socket, links);

    /// <summary>Lets a port belong to a VLAN, or changes how.</summary>
    /// <exception cref="LinuxException">It is no port, or its bridge cannot tell VLANs apart.</exception>
    public void Add(string port, PortVlan vlan) => _socket.Do(Request(RouteMessage.SetLink, port, vlan), port);

    /// <summary>Takes a port out of a VLAN; does nothing when it is in none of that number.</summary>
    /// <exception cref="LinuxException">It is no port.</exception>
    public void Remove(string port, int number)
    {
        try
        {
            _socket.Do(Request(RouteMessage.DeleteLink, port, new PortVlan(number, false, false)), port);
        }
        catch (LinuxException none) when (none.Errno == Errno.ENOENT)
        {
            return; // It was not in it.
        }
    }

    private NetlinkMessage Request(RouteMessage type, string port, PortVlan vlan)
    {
        var part = new LinkPart { Family = BridgeFamily, Index = _links.Get(port).Index };
        var info = new VlanPart
        {
            Flags = (ushort)((vlan.Untagged ? UntaggedFlag : 0) | (vlan.Native ? NativeFlag : 0)),
            Number = (ushort)vlan.Number,
        };
        return new NetlinkMessage(type, NetlinkFlags.Acknowledge).Fixed(part).Nest(Specification, inside => inside.Add(VlanInfo, info));
    }

    /// <summary>struct bridge_vlan_info (4 bytes).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private record struct VlanPart
    {
        public ushort Flags;
        public ushort Number;
    }
}
