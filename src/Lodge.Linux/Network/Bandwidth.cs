namespace Lodge.Linux.Network;

/// <summary>A limit of what goes one way through an interface.</summary>
/// <param name="Average">Bytes a second in the long run, at least 1,000.</param>
/// <param name="Burst">Bytes that may go at once beyond that after a pause; null: what four milliseconds carry, at least 16 KiB.</param>
/// <param name="Peak">Bytes a second at which a burst goes; null: as fast as the interface can.</param>
public sealed record Bandwidth(long Average, long? Burst = null, long? Peak = null);
