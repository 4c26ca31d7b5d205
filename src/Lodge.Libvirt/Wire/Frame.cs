using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Libvirt.Wire;

/// <summary>One message that arrived. Who has it disposes it: its memory is pooled, its descriptors are open.</summary>
internal sealed class Frame : IDisposable
{
    private SafeFileHandle[] _descriptors;
    private byte[] _buffer;

    /// <summary>Takes a copy of a frame's payload.</summary>
    /// <param name="header">The header.</param>
    /// <param name="payload">What follows the header, and the count of descriptors.</param>
    /// <param name="descriptors">What came with it; belongs to the frame from now on.</param>
    public Frame(FrameHeader header, ReadOnlySpan<byte> payload, SafeFileHandle[] descriptors)
    {
        Header = header;
        Length = payload.Length;
        _buffer = payload.IsEmpty ? [] : ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(_buffer);
        _descriptors = descriptors;
    }

    /// <summary>The header.</summary>
    public FrameHeader Header { get; }

    /// <summary>Bytes of the payload.</summary>
    public int Length { get; }

    /// <summary>What follows the header; valid until the frame is disposed.</summary>
    public ReadOnlyMemory<byte> Payload => _buffer.AsMemory(0, Length);

    /// <summary>What came with it; closed with the frame.</summary>
    public IReadOnlyList<SafeFileHandle> Descriptors => _descriptors;

    /// <summary>Gives the descriptors away, to somebody who closes them.</summary>
    public IReadOnlyList<SafeFileHandle> TakeDescriptors() => Interlocked.Exchange(ref _descriptors, []);

    /// <inheritdoc/>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        foreach (var descriptor in TakeDescriptors())
        {
            descriptor.Dispose();
        }
    }
}
