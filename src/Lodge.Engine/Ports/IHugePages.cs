using Lodge.Model.Host;
using Lodge.Model.Primitives;

namespace Lodge.Engine.Ports;

/// <summary>The host's pools of huge pages.</summary>
public interface IHugePages
{
    /// <summary>All pools, smallest page size first; empty on a host without huge pages.</summary>
    IReadOnlyList<HugePagePool> Read();

    /// <summary>
    /// Asks the kernel to reserve so many pages, those in use included. It may get fewer, without an error: read the
    /// pool afterwards. Takes as long as the kernel needs to make room.
    /// </summary>
    /// <param name="pageSize">Size of a page; one that the host has.</param>
    /// <param name="node">NUMA node; null for the whole host.</param>
    /// <param name="count">How many pages, 0 or more.</param>
    /// <exception cref="Model.Errors.LodgeException">The daemon lacks the right.</exception>
    void Reserve(ByteSize pageSize, int? node, long count);

    /// <summary>How much memory of a process lies in huge pages; 0 when it is gone.</summary>
    /// <param name="processId">The process.</param>
    ByteSize UsedBy(int processId);

    /// <summary>Memory that could be made huge pages, by the kernel's estimate, bytes.</summary>
    long AvailableBytes { get; }
}
