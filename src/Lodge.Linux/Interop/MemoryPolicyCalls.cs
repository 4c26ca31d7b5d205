using System.Runtime.InteropServices;

namespace Lodge.Linux.Interop;

/// <summary>Where memory comes from; the C library has no wrapper (set_mempolicy(2), linux/mempolicy.h).</summary>
internal static unsafe partial class MemoryPolicyCalls
{
    private const nint NrSetMemoryPolicy = 238;
    private const nint ModeBind = 2;

    // SAFETY: the mask is a local of the caller, of the length that is passed; the kernel copies it.

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint mode, void* mask, nuint bits);

    /// <summary>Binds the calling thread to nodes.</summary>
    /// <param name="mask">A bit for each node.</param>
    /// <param name="bits">The number of bits, and one more.</param>
    public static int Bind(void* mask, int bits) => (int)Syscall(NrSetMemoryPolicy, ModeBind, mask, (nuint)bits);
}
