namespace Lodge.Libvirt.Wire;

/// <summary>Sizes that the protocol fixes (limits of libvirt's clients, too).</summary>
internal static class FrameLimits
{
    /// <summary>Most bytes of a frame, its length word included.</summary>
    public const int Frame = (32 * 1024 * 1024) + 4;

    /// <summary>Most bytes of a frame before the client is known: what the first calls need, amply.</summary>
    public const int FrameOfStranger = 256 * 1024;

    /// <summary>Most data bytes of a stream packet that every client takes.</summary>
    public const int StreamPacket = 262_120;

    /// <summary>Most descriptors with one message.</summary>
    public const int Descriptors = 32;
}
