using System.Runtime.InteropServices;
using System.Text;

namespace Lodge.Linux.Network.Netlink;

/// <summary>The attributes of a message, one after the other. What is cut short or nonsense ends them.</summary>
internal readonly ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public Enumerator GetEnumerator() => new(_bytes);

    /// <summary>The first of a type; an empty one when there is none.</summary>
    public NetlinkAttribute Find(int type)
    {
        foreach (var attribute in this)
        {
            if (attribute.Type == type)
            {
                return attribute;
            }
        }

        return default;
    }

    internal ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private const int HeaderSize = 4;
        private const ushort TypeMask = 0x3fff;
        private ReadOnlySpan<byte> _rest = bytes;

        public NetlinkAttribute Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.Length < HeaderSize)
            {
                return false;
            }

            var length = MemoryMarshal.Read<ushort>(_rest);
            if (length < HeaderSize || length > _rest.Length)
            {
                return false;
            }

            Current = new NetlinkAttribute(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask, _rest[HeaderSize..length]);
            _rest = _rest[Math.Min(_rest.Length, (length + 3) & ~3)..];
            return true;
        }
    }
}

/// <summary>One attribute.</summary>
internal readonly ref struct NetlinkAttribute(int type, ReadOnlySpan<byte> value)
{
    public int Type { get; } = type;

    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>What is within, for an attribute that holds others.</summary>
    public NetlinkAttributes Inside => new(Value);

    /// <summary>A number; 0 when the kernel sent too few bytes for one.</summary>
    public T Number<T>()
        where T : unmanaged => MemoryMarshal.TryRead<T>(Value, out var number) ? number : default;

    /// <summary>A text, up to its zero.</summary>
    public string Text()
    {
        var end = Value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? Value : Value[..end]);
    }
}
