using Lodge.Engine.Ports;

namespace Lodge.TestSupport.Engine;

/// <summary>The bytes of a volume, in memory.</summary>
internal sealed class FakeContent : IVolumeContent
{
    private byte[] _bytes = [];

    public long Length => _bytes.Length;

    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        var count = (int)Math.Clamp(_bytes.Length - offset, 0, buffer.Length);
        _bytes.AsSpan((int)Math.Min(offset, _bytes.Length), count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
    {
        Array.Resize(ref _bytes, (int)Math.Max(_bytes.Length, offset + bytes.Length));
        bytes.Span.CopyTo(_bytes.AsSpan((int)offset));
        return ValueTask.CompletedTask;
    }

    public ValueTask ClearAsync(long offset, long length, CancellationToken cancellationToken) => WriteAsync(new byte[length], offset, cancellationToken);

    public (long Offset, long Length)? NextData(long offset) => offset < _bytes.Length ? (offset, _bytes.Length - offset) : null;

    public Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
