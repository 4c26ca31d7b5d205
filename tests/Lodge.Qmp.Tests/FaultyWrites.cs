
namespace Lodge.Qmp.Tests;

/// <summary>A connection whose writes can be made to fail or to block, as a dead or stopped QEMU makes them.</summary>
internal sealed class FaultyWrites(Stream inner) : Stream
{
    private volatile Exception? _failure;
    private volatile TaskCompletionSource? _blocked;
    private volatile TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _writes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>How many writes there were so far.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Completes when the next write after <see cref="BlockWrites"/> is under way.</summary>
    public Task WriteBegun => _begun.Task;

    public void FailWrites() => _failure = new IOException("Broken pipe");

    /// <summary>Holds all writes until the result is completed.</summary>
    public TaskCompletionSource BlockWrites()
    {
        _begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_failure is { } failure)
        {
            throw failure;
        }

        Interlocked.Increment(ref _writes);
        _begun.TrySetResult();
        if (_blocked is { } blocked)
        {
            await blocked.Task.WaitAsync(cancellationToken);
        }

        await inner.WriteAsync(buffer, cancellationToken);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
