namespace Lodge.Libvirt.Streams;

/// <summary>What a client sends on a stream, piece by piece.</summary>
/// <param name="Data">Bytes; empty for a hole, and at the end.</param>
/// <param name="Hole">Length of a stretch of zeros; 0 when this is none.</param>
/// <param name="IsEnd">Whether the client has sent everything.</param>
internal readonly record struct StreamPart(ReadOnlyMemory<byte> Data, long Hole, bool IsEnd)
{
    /// <summary>The client has sent everything.</summary>
    public static readonly StreamPart End = new(default, 0, IsEnd: true);
}
