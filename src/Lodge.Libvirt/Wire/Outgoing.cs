using System.Runtime.InteropServices;
using Lodge.Xdr;

namespace Lodge.Libvirt.Wire;

/// <summary>A whole frame that is to leave, and the descriptors that follow it.</summary>
/// <param name="Bytes">The frame; disposed once it has left.</param>
/// <param name="Descriptors">What follows it; the sender keeps and closes its own.</param>
internal sealed record Outgoing(XdrWriter Bytes, IReadOnlyList<SafeHandle> Descriptors)
{
    /// <summary>Completes when it has left, or cannot leave any more.</summary>
    public TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes of the frame.</summary>
    public int Length => Bytes.Length;

    /// <summary>A message that carries nothing but its header.</summary>
    public static Outgoing Empty(FrameHeader header)
    {
        var writer = new XdrWriter(FrameHeader.Size);
        header.Begin(writer);
        return new Outgoing(writer, []);
    }

    /// <summary>A message with one value behind its header.</summary>
    /// <exception cref="XdrException">The value is too large for a message.</exception>
    public static Outgoing Of<T>(FrameHeader header, in T value)
        where T : struct, IXdrValue<T>
    {
        var writer = new XdrWriter(FrameLimits.Frame);
        header.Begin(writer);
        value.Encode(writer);
        FrameHeader.Finish(writer);
        return new Outgoing(writer, []);
    }

    /// <summary>A packet of a stream.</summary>
    public static Outgoing Raw(FrameHeader header, ReadOnlySpan<byte> data)
    {
        var writer = new XdrWriter(FrameLimits.Frame);
        header.Begin(writer);
        writer.WriteRaw(data);
        FrameHeader.Finish(writer);
        return new Outgoing(writer, []);
    }
}
