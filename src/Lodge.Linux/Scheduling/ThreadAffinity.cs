using System.Globalization;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Lodge.Model.Primitives;

namespace Lodge.Linux.Scheduling;

/// <summary>The host processors on which a thread may run.</summary>
public static class ThreadAffinity
{
    private const int BitsPerWord = 64;
    private const int Words = (CpuSet.Largest + 1) / BitsPerWord;

    /// <summary>Where a thread may run.</summary>
    /// <param name="threadId">The thread's id, as below <c>/proc/PID/task</c>.</param>
    /// <exception cref="LinuxException">There is no such thread.</exception>
    public static unsafe CpuSet Get(int threadId)
    {
        var mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();

        // SAFETY: the buffer is as long as told; the C library clears what the kernel does not fill.
        LinuxException.Check(
            SchedulingCalls.GetAffinity(threadId, Words * sizeof(ulong), mask), "sched_getaffinity", Name(threadId));
        var numbers = new List<int>();
        for (var number = 0; number <= CpuSet.Largest; number++)
        {
            if ((mask[number / BitsPerWord] >> (number % BitsPerWord) & 1) != 0)
            {
                numbers.Add(number);
            }
        }

        return CpuSet.Of(numbers);
    }

    /// <summary>Confines a thread to some processors; it is moved at once.</summary>
    /// <param name="threadId">The thread's id.</param>
    /// <param name="cpus">Where it may run; processors that are not online are ignored by the kernel.</param>
    /// <exception cref="LinuxException">There is no such thread, none of these processors is online, or the right is missing.</exception>
    public static unsafe void Set(int threadId, CpuSet cpus)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        var mask = stackalloc ulong[Words];
        new Span<ulong>(mask, Words).Clear();
        foreach (var number in cpus.Numbers)
        {
            mask[number / BitsPerWord] |= 1UL << (number % BitsPerWord);
        }

        // SAFETY: a set holds no number above Largest, so all bits lie in the buffer, which is as long as told.
        LinuxException.Check(
            SchedulingCalls.SetAffinity(threadId, Words * sizeof(ulong), mask), "sched_setaffinity", Name(threadId));
    }

    private static string Name(int threadId) => string.Create(CultureInfo.InvariantCulture, $"thread {threadId}");
}
