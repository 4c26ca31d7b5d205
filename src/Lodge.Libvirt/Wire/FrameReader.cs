using System.Buffers;
using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Libvirt.Wire;

/// <summary>
/// Cuts a connection's bytes into frames. The buffer grows only as bytes arrive, so that announcing a large frame costs
/// the peer as much as it costs us.
/// </summary>
/// <param name="source">The connection's bytes.</param>
internal sealed class FrameReader(ByteSource source) : IDisposable
{
    private const int UsualSize = 8192;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(UsualSize);
    private int _start;
    private int _end;

    /// <summary>Most bytes of a frame; more and the connection ends.</summary>
    public int Limit { get; set; } = FrameLimits.FrameOfStranger;

    private int Have => _end - _start;

    /// <summary>The next frame; null when the peer closed the connection between two frames.</summary>
    /// <exception cref="OutOfStepException">The peer broke the framing, or closed in the middle of a frame.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellation)
    {
        if (!await HasAsync(4, cancellation))
        {
            return Have == 0 ? null : throw new OutOfStepException("It closed within a length word.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start));
        if (length < FrameHeader.Size || length > Limit)
        {
            throw new OutOfStepException($"It announced a frame of {length} bytes; {FrameHeader.Size} to {Limit} are allowed.");
        }

        await NeedAsync((int)length, cancellation);
        var header = FrameHeader.Read(_buffer.AsSpan(_start));
        return header.Type == MessageType.CallWithDescriptors
            ? await TakeWithDescriptorsAsync(header, (int)length, cancellation)
            : Take(header, (int)length, FrameHeader.Size, carriers: 0, []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A word with their number precedes the arguments; a byte for each descriptor follows the frame.</summary>
    private async ValueTask<Frame> TakeWithDescriptorsAsync(FrameHeader header, int length, CancellationToken cancellation)
    {
        const int payload = FrameHeader.Size + 4;
        var count = length >= payload ? BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + FrameHeader.Size)) : uint.MaxValue;
        if (count > FrameLimits.Descriptors)
        {
            throw new OutOfStepException("It announced more descriptors than a message may have, or no number of them.");
        }

        await NeedAsync(length + (int)count, cancellation);
        return Take(header, length, payload, (int)count, source.Take((int)count));
    }

    private Frame Take(FrameHeader header, int length, int payload, int carriers, SafeFileHandle[] descriptors)
    {
        var frame = new Frame(header, _buffer.AsSpan(_start + payload, length - payload), descriptors);
        _start += length + carriers;
        if (Have == 0 && _buffer.Length > 8 * UsualSize)
        {
            Exchange(UsualSize);
        }

        return frame;
    }

    private async ValueTask NeedAsync(int count, CancellationToken cancellation)
    {
        if (!await HasAsync(count, cancellation))
        {
            throw new OutOfStepException("It closed within a frame.");
        }
    }

    private async ValueTask<bool> HasAsync(int count, CancellationToken cancellation)
    {
        while (Have < count)
        {
            MakeRoom(count);
            var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        if (_end < _buffer.Length && _start + count <= _buffer.Length)
        {
            return;
        }

        if (count > _buffer.Length && Have == _buffer.Length)
        {
            Exchange(Math.Min(count, _buffer.Length * 2));
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, Have).CopyTo(_buffer);
            (_start, _end) = (0, Have);
        }
    }

    private void Exchange(int size)
    {
        var other = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(_start, Have).CopyTo(other);
        (_start, _end) = (0, Have);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = other;
    }
}
