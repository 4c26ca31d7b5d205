using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>What a process tells the kernel of its memory (madvise(2)).</summary>
internal static unsafe partial class MemoryCalls
{
    private const int DontNeed = 4; // MADV_DONTNEED

    // SAFETY: the caller names a mapping that nobody has written to and that has a file behind it, so that the kernel
    // can bring back every byte of it.

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(void* address, nuint length, int advice);

    /// <summary>Unmaps pages of a file until they are touched again; 0, or -1 with an error number.</summary>
    public static int Forget(nuint address, nuint length) => Advise((void*)address, length, DontNeed);
}
