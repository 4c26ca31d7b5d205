using System.Runtime.InteropServices;

namespace Lodge.Linux.Network.Netlink;

/// <summary>struct ifinfomsg (16 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct LinkPart
{
    public const uint UpFlag = 1;
    public const ushort Ethernet = 1; // ARPHRD_ETHER
    public const int Size = 16;

    public byte Family;
    public byte Padding;
    public ushort HardwareType;
    public int Index;
    public uint Flags;
    public uint Change;
}

/// <summary>struct ifaddrmsg (8 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct AddressPart
{
    public const int Size = 8;

    public byte Family;
    public byte PrefixLength;
    public byte Flags;
    public byte Scope;
    public int Index;
}

/// <summary>struct rtmsg (12 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct RoutePart
{
    public const int Size = 12;
    public const byte Advertised = 9; // RTPROT_RA

    public byte Family;
    public byte DestinationLength;
    public byte SourceLength;
    public byte TypeOfService;
    public byte Table;
    public byte Protocol;
    public byte Scope;
    public byte Type;
    public uint Flags;
}

/// <summary>struct ndmsg (12 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct NeighbourPart
{
    public const int Size = 12;

    public byte Family;
    public byte Padding;
    public ushort Padding2;
    public int Index;
    public ushort State;
    public byte Flags;
    public byte Type;
}

/// <summary>struct tcmsg (20 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct QueuePart
{
    public const uint Root = 0xffffffff;
    public const uint Ingress = 0xfffffff1;

    public byte Family;
    public byte Padding;
    public ushort Padding2;
    public int Index;
    public uint Handle;
    public uint Parent;
    public uint Info;
}
