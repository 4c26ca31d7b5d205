using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Interop;

/// <summary>epoll(7) and eventfd(2).</summary>
internal static unsafe partial class EpollCalls
{
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int Add = 1;
    public const int Delete = 2;
    public const uint In = 0x001;
    public const uint OneShot = 1u << 30;

    // struct epoll_event is packed on x86-64 only: 4 bytes of events, then 8 of data; elsewhere data is aligned.
    private static readonly bool s_packed = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Bytes of one struct epoll_event on this machine.</summary>
    public static int EventSize => s_packed ? 12 : 16;

    /// <summary>Where in struct epoll_event the user data begins.</summary>
    public static int DataOffset => s_packed ? 4 : 8;

    // SAFETY: event buffers are stack memory of EventSize times the count, alive during the call; the kernel copies.

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial SafeFileHandle Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(SafeHandle epoll, int operation, SafeHandle descriptor, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(SafeHandle epoll, byte* events, int count, int timeoutMilliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial SafeFileHandle EventFd(uint initial, int flags);
}
