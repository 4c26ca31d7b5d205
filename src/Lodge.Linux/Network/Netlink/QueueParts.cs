using System.Runtime.InteropServices;

namespace Lodge.Linux.Network.Netlink;

/// <summary>struct tc_ratespec (12 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct RatePart
{
    /// <summary>TC_LINKLAYER_ETHERNET: the kernel reckons by itself, without a table of ours.</summary>
    public const byte Ethernet = 1;

    public byte CellLog;
    public byte LinkLayer;
    public ushort Overhead;
    public short CellAlign;
    public ushort SmallestPacket;
    public uint Rate;
}

/// <summary>struct tc_htb_opt (44 bytes); buffers in ticks of 64 ns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct TokenClassPart
{
    public RatePart Rate;
    public RatePart Ceiling;
    public uint Buffer;
    public uint CeilingBuffer;
    public uint Quantum;
    public uint Level;
    public uint Priority;
}

/// <summary>struct tc_htb_glob (20 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct TokenQueuePart
{
    public const uint KnownVersion = 3;

    public uint Version;
    public uint RateToQuantum;
    public uint DefaultClass;
    public uint Debug;
    public uint DirectPackets;
}

/// <summary>struct tc_u32_sel with one key that fits all packets (16 + 16 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
internal record struct MatchAllPart
{
    public const byte Terminal = 1;

    public byte Flags;
    public byte OffsetShift;
    public byte KeyCount;
}

/// <summary>struct tc_mirred (28 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct RedirectPart
{
    public const int Stolen = 4;
    public const int ToOutput = 1;

    public uint Index;
    public uint Capabilities;
    public int Action;
    public int References;
    public int Bound;
    public int What;
    public uint Link;
}
