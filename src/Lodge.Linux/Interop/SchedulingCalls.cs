using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Calls about where and how threads run: sched_setaffinity(2), sched_setscheduler(2).</summary>
internal static unsafe partial class SchedulingCalls
{
    // SAFETY (whole file): the masks are pinned buffers of the length that is passed, and the parameters a single
    // integer on the stack (struct sched_param holds just the priority on Linux); both live for the length of the
    // call, and the kernel keeps no pointer.

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    public static partial int SetAffinity(int thread, nuint length, void* mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    public static partial int GetAffinity(int thread, nuint length, void* mask);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    public static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "sched_getscheduler", SetLastError = true)]
    public static partial int GetScheduler(int thread);

    [LibraryImport("libc", EntryPoint = "sched_getparam", SetLastError = true)]
    public static partial int GetParameter(int thread, int* priority);
}
