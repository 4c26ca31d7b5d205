using System.Buffers.Binary;
using System.Text;

namespace Lodge.Xdr;

/// <summary>
/// Reads XDR (RFC 4506) from bytes in memory. Every length is checked against its own limit and against what is left,
/// so that a hostile message costs no more memory than it has bytes.
/// </summary>
/// <param name="data">The bytes; reading begins at the first.</param>
public ref struct XdrReader(ReadOnlySpan<byte> data)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _data.Length - _position;

    /// <summary>Reads <c>int</c> or an enumeration.</summary>
    /// <exception cref="XdrException">Too few bytes are left; so with all methods here.</exception>
    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    /// <summary>Reads <c>unsigned int</c>.</summary>
    public uint ReadUInt() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>Reads <c>hyper</c>.</summary>
    public long ReadHyper() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    /// <summary>Reads <c>unsigned hyper</c>.</summary>
    public ulong ReadUHyper() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    /// <summary>Reads <c>double</c>.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>Reads <c>char</c>, which takes a whole word on the wire.</summary>
    /// <exception cref="XdrException">The word is outside of -128 to 127.</exception>
    public sbyte ReadChar() => ReadInt() is >= sbyte.MinValue and <= sbyte.MaxValue and var value
        ? (sbyte)value
        : throw Wrong("a char that is out of range");

    /// <summary>Reads <c>unsigned char</c>, which takes a whole word on the wire.</summary>
    /// <exception cref="XdrException">The word is over 255.</exception>
    public byte ReadUChar() => ReadUInt() is <= byte.MaxValue and var value
        ? (byte)value
        : throw Wrong("an unsigned char that is out of range");

    /// <summary>Reads <c>unsigned short</c>, which takes a whole word on the wire.</summary>
    /// <exception cref="XdrException">The word is over 65535.</exception>
    public ushort ReadUShort() => ReadUInt() is <= ushort.MaxValue and var value
        ? (ushort)value
        : throw Wrong("an unsigned short that is out of range");

    /// <summary>Reads the word before an optional value: whether the value follows.</summary>
    /// <exception cref="XdrException">The word is neither 0 nor 1.</exception>
    public bool ReadPresence() => ReadUInt() switch
    {
        0 => false,
        1 => true,
        _ => throw Wrong("a presence word other than 0 and 1"),
    };

    /// <summary>Reads how many elements follow.</summary>
    /// <param name="most">The type's own limit.</param>
    /// <param name="leastSize">Fewest bytes that one element takes; 1 or more.</param>
    /// <exception cref="XdrException">More than the limit, or more than the bytes left can hold.</exception>
    public int ReadCount(int most, int leastSize)
    {
        var count = ReadUInt();
        return count > (uint)most ? throw Wrong($"a count of {count}, over the limit of {most}")
            : count * (long)leastSize > Remaining ? throw Wrong($"a count of {count}, with {Remaining} bytes left")
            : (int)count;
    }

    /// <summary>Reads <c>string</c>: UTF-8, without NUL.</summary>
    /// <param name="most">Most bytes of UTF-8.</param>
    /// <exception cref="XdrException">Longer than the limit or the message, no UTF-8, or with a NUL in it.</exception>
    public string ReadString(int most)
    {
        var bytes = ReadPadded(ReadCount(most, 1));
        if (bytes.Contains((byte)0))
        {
            throw Wrong("a string with a NUL in it");
        }

        try
        {
            return s_strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Wrong("a string that is not UTF-8");
        }
    }

    /// <summary>Reads an optional <c>string</c>.</summary>
    /// <param name="most">Most bytes of UTF-8.</param>
    public string? ReadOptionalString(int most) => ReadPresence() ? ReadString(most) : null;

    /// <summary>Reads variable-length <c>opaque</c>.</summary>
    /// <param name="most">Most bytes.</param>
    public byte[] ReadOpaque(int most) => ReadPadded(ReadCount(most, 1)).ToArray();

    /// <summary>Reads 16 opaque bytes as a UUID, in the order in which people write it.</summary>
    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    /// <summary>The exception for bytes that make no sense at the current place.</summary>
    /// <param name="what">What was found there.</param>
    public readonly XdrException Wrong(string what) => new($"Byte {_position} of {_data.Length} ends {what}.");

    private ReadOnlySpan<byte> ReadPadded(int length)
    {
        var bytes = Take(length);
        Take(-length & 3);
        return bytes;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > Remaining)
        {
            throw Wrong($"what is there; {length - Remaining} bytes more were expected");
        }

        var taken = _data.Slice(_position, length);
        _position += length;
        return taken;
    }
}
