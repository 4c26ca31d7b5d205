namespace Lodge.Model.Host;

/// <summary>What the memory of the host, or of one NUMA node, is used for.</summary>
/// <param name="TotalBytes">All of it.</param>
/// <param name="FreeBytes">What nobody uses, not even as a cache.</param>
/// <param name="BuffersBytes">Buffers of block devices; 0 for a node, where the kernel does not tell.</param>
/// <param name="CachedBytes">Cached files.</param>
public sealed record HostMemoryFigures(long TotalBytes, long FreeBytes, long BuffersBytes, long CachedBytes);
