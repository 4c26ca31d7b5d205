using System.Buffers;

namespace Lodge.Qmp.Wire;

/// <summary>
/// A growing buffer on pooled memory. It holds nothing until written to, and nothing after <see cref="Release"/>,
/// so an idle connection costs no buffer. Not for use by two threads at once.
/// </summary>
internal sealed class RentedBuffer(int firstSize) : IBufferWriter<byte>
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Takes back what was written last.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        _bytes.AsSpan(length, Length - length).Clear();
        Length = length;
    }

    public void Clear()
    {
        // A command may carry a password, and the pool hands the memory to anybody.
        _bytes.AsSpan(0, Length).Clear();
        Length = 0;
    }

    public void Release()
    {
        Clear();
        Return();
        _bytes = [];
    }

    private void Return()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }

    private void Reserve(int free)
    {
        if (_bytes.Length - Length >= free)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(firstSize, Math.Max(_bytes.Length * 2, Length + free)));
        var used = _bytes.AsSpan(0, Length);
        used.CopyTo(larger);
        used.Clear();
        Return();
        _bytes = larger;
    }
}
