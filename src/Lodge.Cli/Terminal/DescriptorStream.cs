using System.Runtime.InteropServices;

namespace Lodge.Cli.Terminal;

/// <summary>
/// A standard stream as read(2) and write(2) see it. <see cref="Console"/> is not used: it changes terminal settings
/// behind our back, and costs a third of the start-up time.
/// </summary>
internal sealed unsafe class DescriptorStream(int descriptor, bool reads) : Stream
{
    private const short Readable = 1;
    private const short Writable = 4;

    /// <inheritdoc/>
    public override bool CanRead => reads;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !reads;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            nint count;

            // SAFETY: the buffer is pinned for the length of the call, and its length is its own.
            fixed (byte* start = buffer)
            {
                count = LibC.Read(descriptor, start, (nuint)buffer.Length);
            }

            if (count >= 0)
            {
                return (int)count;
            }

            WaitOrThrow(Readable);
        }
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint count;

            // SAFETY: the buffer is pinned for the length of the call, and its length is its own.
            fixed (byte* start = buffer)
            {
                count = LibC.Write(descriptor, start, (nuint)buffer.Length);
            }

            if (count >= 0)
            {
                buffer = buffer[(int)count..];
                continue;
            }

            WaitOrThrow(Writable);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads on a thread of the pool; a cancelled read gives the caller back, and the thread stays until a byte comes.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Read(buffer.Span), CancellationToken.None).WaitAsync(cancellationToken));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void WaitOrThrow(short readiness)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == LibC.Eintr)
        {
            return;
        }

        if (error != LibC.Eagain)
        {
            throw new IOException($"standard stream {descriptor}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }

        // SAFETY: one descriptor on this stack, count 1.
        var poll = new LibC.PollDescriptor { Descriptor = descriptor, Events = readiness };
        _ = LibC.Poll(&poll, 1, -1);
    }
}
