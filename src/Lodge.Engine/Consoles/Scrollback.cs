namespace Lodge.Engine.Consoles;

/// <summary>The newest bytes of a console, up to a limit; grows as needed.</summary>
internal sealed class Scrollback(int limit)
{
    private byte[] _buffer = new byte[1024];
    private int _start;
    private int _length;

    public void Append(ReadOnlySpan<byte> data)
    {
        data = data[^Math.Min(data.Length, limit)..];
        Grow(_length + data.Length);
        foreach (var chunk in Split(data, (_start + _length) % _buffer.Length))
        {
            data[chunk.From].CopyTo(_buffer.AsSpan(chunk.At));
        }

        var excess = Math.Max(0, _length + data.Length - _buffer.Length);
        (_start, _length) = ((_start + excess) % _buffer.Length, _length + data.Length - excess);
    }

    public byte[] ToArray()
    {
        var copy = new byte[_length];
        var first = Math.Min(_length, _buffer.Length - _start);
        _buffer.AsSpan(_start, first).CopyTo(copy);
        _buffer.AsSpan(0, _length - first).CopyTo(copy.AsSpan(first));
        return copy;
    }

    private (Range From, int At)[] Split(ReadOnlySpan<byte> data, int at)
    {
        var first = Math.Min(data.Length, _buffer.Length - at);
        return [(..first, at), (first.., 0)];
    }

    private void Grow(int needed)
    {
        if (needed <= _buffer.Length || _buffer.Length == limit)
        {
            return;
        }

        var kept = ToArray();
        _buffer = new byte[Math.Min(limit, Math.Max(needed, _buffer.Length * 2))];
        _start = 0;
        _length = Math.Min(kept.Length, _buffer.Length);
        kept.AsSpan(^_length).CopyTo(_buffer);
    }
}
