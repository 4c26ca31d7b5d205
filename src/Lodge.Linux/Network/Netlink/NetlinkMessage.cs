using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Lodge.Linux.Network.Netlink;

/// <summary>
/// A request as it is written: the header (struct nlmsghdr, 16 bytes), a fixed part, then attributes, each a length, a
/// type and a value, padded to 4 bytes. In the byte order of the machine. Source: netlink(7), rtnetlink(7).
/// </summary>
internal sealed class NetlinkMessage
{
    public const int HeaderSize = 16;
    private const int AttributeHeaderSize = 4;
    private const ushort Nested = 0x8000;
    private const ushort RequestFlag = 1;

    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private readonly List<(int Offset, int Length)> _nests = [];

    /// <summary>Begins a request.</summary>
    /// <param name="type">Which: RTM_…</param>
    /// <param name="flags">NLM_F_… beside NLM_F_REQUEST.</param>
    public NetlinkMessage(RouteMessage type, NetlinkFlags flags)
    {
        Type = type;
        Span<ushort> header = [0, 0, (ushort)type, (ushort)((ushort)flags | RequestFlag), 0, 0, 0, 0];
        _bytes.Write(MemoryMarshal.AsBytes(header));
    }

    public RouteMessage Type { get; }

    /// <summary>Writes the fixed part that this kind of request has.</summary>
    public NetlinkMessage Fixed<T>(T part)
        where T : unmanaged
    {
        _bytes.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in part)));
        return Pad();
    }

    public NetlinkMessage Add(int attribute, ReadOnlySpan<byte> value)
    {
        AttributeHeader(value.Length, (ushort)attribute);
        _bytes.Write(value);
        return Pad();
    }

    public NetlinkMessage Add<T>(int attribute, T value)
        where T : unmanaged => Add(attribute, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    /// <summary>A value of which nothing is said when there is none.</summary>
    public NetlinkMessage AddIf<T>(int attribute, T? value)
        where T : unmanaged => value is { } known ? Add(attribute, known) : this;

    /// <summary>A text, with the zero that ends it.</summary>
    public NetlinkMessage Add(int attribute, string text) => Add(attribute, Encoding.UTF8.GetBytes(text + '\0'));

    /// <summary>Attributes within an attribute.</summary>
    public NetlinkMessage Nest(int attribute, Action<NetlinkMessage> inside)
    {
        var offset = _bytes.WrittenCount;
        AttributeHeader(0, (ushort)(attribute | Nested));
        inside(this);
        _nests.Add((offset, _bytes.WrittenCount - offset));
        return this;
    }

    /// <summary>The whole request.</summary>
    /// <param name="sequence">The number by which its answers are known.</param>
    public byte[] ToArray(uint sequence)
    {
        var all = _bytes.WrittenSpan.ToArray();
        MemoryMarshal.Write(all, all.Length);
        MemoryMarshal.Write(all.AsSpan(8), sequence);
        foreach (var (offset, length) in _nests)
        {
            MemoryMarshal.Write(all.AsSpan(offset), (ushort)length);
        }

        return all;
    }

    private void AttributeHeader(int valueLength, ushort type)
    {
        Span<ushort> header = [checked((ushort)(AttributeHeaderSize + valueLength)), type];
        _bytes.Write(MemoryMarshal.AsBytes(header));
    }

    private NetlinkMessage Pad()
    {
        ReadOnlySpan<byte> zeros = [0, 0, 0];
        _bytes.Write(zeros[..(-_bytes.WrittenCount & 3)]);
        return this;
    }
}
