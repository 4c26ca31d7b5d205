namespace Lodge.Linux.Network;

/// <summary>A limit of what goes one way through an interface.</summary>
/// <param name="Average">Bytes a second in the long run, at least 1,000.</param>
/// <param name="Burst">Bytes that may go at once beyond that after a pause; null: what four milliseconds carry, at least 16 KiB.</param>
/// <param name="Peak">Bytes a second at which a burst goes; null: as fast as the interface can.</param>
public sealed record Bandwidth(long Average, long? Burst = null, long? Peak = null);

/// <summary>A part of a limit that is kept free for who has one MAC address.</summary>
/// <param name="Mac">The address, in the kernel's notation.</param>
/// <param name="Floor">Bytes a second, at least 1,000; all parts together at most the limit.</param>
public sealed record BandwidthShare(string Mac, long Floor);
