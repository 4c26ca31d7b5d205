using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Lodge.Xdr;

/// <summary>Writes XDR (RFC 4506) into a pooled buffer that grows up to a limit. One writer, one thread at a time.</summary>
/// <param name="limit">Most bytes that it takes.</param>
public sealed class XdrWriter(int limit) : IDisposable
{
    private const int FirstSize = 512;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstSize, limit));
    private int _length;

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>What was written; valid until the next write or the end of the writer.</summary>
    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, _length);

    /// <summary>Writes <c>int</c> or an enumeration.</summary>
    /// <exception cref="XdrException">The limit is reached; so with all methods here.</exception>
    public void WriteInt(int value) => BinaryPrimitives.WriteInt32BigEndian(Add(4), value);

    /// <summary>Writes <c>unsigned int</c>.</summary>
    public void WriteUInt(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Add(4), value);

    /// <summary>Writes <c>hyper</c>.</summary>
    public void WriteHyper(long value) => BinaryPrimitives.WriteInt64BigEndian(Add(8), value);

    /// <summary>Writes <c>unsigned hyper</c>.</summary>
    public void WriteUHyper(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Add(8), value);

    /// <summary>Writes <c>double</c>.</summary>
    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Add(8), value);

    /// <summary>Writes <c>char</c> as a word, with its sign.</summary>
    public void WriteChar(sbyte value) => WriteInt(value);

    /// <summary>Writes <c>unsigned char</c> as a word.</summary>
    public void WriteUChar(byte value) => WriteUInt(value);

    /// <summary>Writes <c>unsigned short</c> as a word.</summary>
    public void WriteUShort(ushort value) => WriteUInt(value);

    /// <summary>Writes the word before an optional value.</summary>
    public void WritePresence(bool present) => WriteUInt(present ? 1u : 0u);

    /// <summary>Writes how many elements follow.</summary>
    /// <param name="count">The number.</param>
    /// <param name="most">The type's own limit.</param>
    /// <exception cref="XdrException">More than the limit.</exception>
    public void WriteCount(int count, int most)
    {
        if (count > most)
        {
            throw new XdrException($"{count} elements are over the limit of {most}.");
        }

        WriteUInt((uint)count);
    }

    /// <summary>Writes <c>string</c> as UTF-8; null as the empty string.</summary>
    /// <param name="value">The text, without NUL.</param>
    /// <param name="most">Most bytes of UTF-8.</param>
    public void WriteString(string? value, int most)
    {
        var length = Encoding.UTF8.GetByteCount(value ?? "");
        WriteCount(length, most);
        Encoding.UTF8.GetBytes(value, Padded(length));
    }

    /// <summary>Writes an optional <c>string</c>: a presence word, and the text unless it is null.</summary>
    /// <param name="value">The text.</param>
    /// <param name="most">Most bytes of UTF-8.</param>
    public void WriteOptionalString(string? value, int most)
    {
        WritePresence(value is not null);
        if (value is not null)
        {
            WriteString(value, most);
        }
    }

    /// <summary>Writes variable-length <c>opaque</c>; null as no bytes.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="most">Most of them.</param>
    public void WriteOpaque(byte[]? value, int most)
    {
        var length = value?.Length ?? 0;
        WriteCount(length, most);
        value.AsSpan().CopyTo(Padded(length));
    }

    /// <summary>Writes a UUID as 16 opaque bytes, in the order in which people write it.</summary>
    public void WriteUuid(Guid value) => value.TryWriteBytes(Add(16), bigEndian: true, out _);

    /// <summary>Writes bytes as they are, without length and padding.</summary>
    public void WriteRaw(ReadOnlySpan<byte> value) => value.CopyTo(Add(value.Length));

    /// <summary>Replaces a word that was written earlier, such as a length that is known only at the end.</summary>
    /// <param name="offset">Where the word begins.</param>
    /// <param name="value">Its new value.</param>
    public void Overwrite(int offset, uint value) =>
        BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(0, _length).Slice(offset, 4), value);

    /// <summary>Forgets everything from a place on.</summary>
    /// <param name="length">How many bytes stay.</param>
    public void Truncate(int length) => _length = Math.Min(_length, length);

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, _length) = ([], 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private Span<byte> Padded(int length)
    {
        var space = Add(length + (-length & 3));
        space[length..].Clear();
        return space[..length];
    }

    private Span<byte> Add(int count)
    {
        if (count > limit - _length)
        {
            throw new XdrException($"The message is over its limit of {limit} bytes.");
        }

        if (count > _buffer.Length - _length)
        {
            Grow(count);
        }

        var space = _buffer.AsSpan(_length, count);
        _length += count;
        return space;
    }

    private void Grow(int count)
    {
        var size = (int)Math.Min(limit, Math.Max(_buffer.Length * 2L, _length + (long)count));
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
