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

/// <summary>
/// struct tc_u32_sel with two keys (16 + 2 × 16 bytes) that fit what goes to one MAC address. Before the network's header,
/// whose offset is 0, stand the frame's: destination (-14), source (-8), type (-2). Keys are words of four bytes in network
/// order, at offsets that four divides.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct MatchMacPart
{
    public byte Flags;
    public byte OffsetShift;
    public byte KeyCount;
    public ushort OffsetMask;
    public ushort Offset;
    public short OffsetPlace;
    public short HashPlace;
    public uint HashMask;
    public MatchKeyPart Head;
    public MatchKeyPart Tail;

    /// <summary>The match.</summary>
    /// <param name="mac">Six bytes.</param>
    public static MatchMacPart Of(ReadOnlySpan<byte> mac) => new()
    {
        Flags = MatchAllPart.Terminal,
        KeyCount = 2,
        Head = new MatchKeyPart { Mask = MemoryMarshal.Read<uint>([0, 0, 0xff, 0xff]), Value = MemoryMarshal.Read<uint>([0, 0, mac[0], mac[1]]), At = -16 },
        Tail = new MatchKeyPart { Mask = uint.MaxValue, Value = MemoryMarshal.Read<uint>(mac[2..6]), At = -12 },
    };
}

/// <summary>struct tc_u32_key (16 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct MatchKeyPart
{
    public uint Mask;
    public uint Value;
    public int At;
    public int AtMask;
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
