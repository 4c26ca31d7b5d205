using System.Buffers.Binary;
using System.Text;

namespace Lodge.TestSupport.Libvirt;

/// <summary>Reads a payload word by word; each step returns the reader, so that steps can be chained.</summary>
public sealed class RpcPayload(byte[] bytes)
{
    private int _position;

    public RpcPayload Skip(int count)
    {
        _position += count;
        return this;
    }

    public RpcPayload Int() => Skip(4);

    public int Number()
    {
        var value = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(_position));
        _position += 4;
        return value;
    }

    public long Hyper()
    {
        var value = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(_position));
        _position += 8;
        return value;
    }

    public string Text()
    {
        var length = Number();
        var text = Encoding.UTF8.GetString(bytes, _position, length);
        _position += (length + 3) & ~3;
        return text;
    }
}

/// <summary>Packs a payload word by word.</summary>
public sealed class RpcArguments
{
    private readonly MemoryStream _bytes = new();

    public RpcArguments Number(int value)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, value);
        _bytes.Write(word);
        return this;
    }

    public RpcArguments Hyper(long value) => Number((int)(value >> 32)).Number((int)value);

    public RpcArguments Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Number(utf8.Length);
        return Raw(utf8).Raw(new byte[-utf8.Length & 3]);
    }

    public RpcArguments OptionalText(string? text) => text is null ? Number(0) : Number(1).Text(text);

    public RpcArguments Domain(string name, Guid uuid, int id) => Text(name).Raw(uuid.ToByteArray(bigEndian: true)).Number(id);

    public RpcArguments Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.ToArray();
}
