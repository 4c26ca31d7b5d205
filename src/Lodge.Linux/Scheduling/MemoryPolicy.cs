using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Scheduling;

/// <summary>From which NUMA nodes the kernel takes memory for a thread, and for all that it starts or becomes.</summary>
public static class MemoryPolicy
{
    private const int BitsPerWord = 64;
    private const int Words = (CpuSet.Largest + 1) / BitsPerWord;

    /// <summary>
    /// Lets the calling thread have memory of these nodes only (<c>MPOL_BIND</c>, set_mempolicy(2)). Threads and
    /// processes that it starts, and a program that it executes, are bound alike; what is bound on its own is not.
    /// </summary>
    /// <param name="nodes">The nodes; those that are not online are ignored by the kernel.</param>
    /// <exception cref="LinuxException">None of the nodes is online, or the kernel knows no NUMA.</exception>
    public static unsafe void BindSelf(CpuSet nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        foreach (var node in nodes.Numbers)
        {
            mask[node / BitsPerWord] |= 1UL << (node % BitsPerWord);
        }

        // SAFETY: a set holds no number above Largest, so all bits lie in the buffer, which has as many bits as told;
        // the kernel reads one bit less than that.
        LinuxException.Check(MemoryPolicyCalls.Bind(mask, (Words * BitsPerWord) + 1), "set_mempolicy", $"node {nodes}");
    }
}
