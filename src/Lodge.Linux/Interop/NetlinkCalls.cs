using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Interop;

/// <summary>Calls on netlink sockets: netlink(7), socket(2), setsockopt(2), send(2), recv(2).</summary>
internal static unsafe partial class NetlinkCalls
{
    public const int FamilyNetlink = 16;
    public const int Raw = 3;
    public const int NonBlocking = 0x800;
    public const int ProtocolRoute = 0;
    public const int LevelNetlink = 270;
    public const int CapAck = 10;
    public const int ExtendedAck = 11;
    public const int StrictCheck = 12;

    /// <summary>MSG_TRUNC: recv tells the whole length of a message that did not fit.</summary>
    public const int Truncated = 0x20;

    // SAFETY (whole file): data is pinned by the caller for the call, lengths are those of its buffers, and nothing is
    // kept by the kernel after the return. SafeHandles are kept open by the marshaller.

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial SafeFileHandle Create(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeHandle socket, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(SafeHandle socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(SafeHandle socket, void* data, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(SafeHandle socket, void* data, nint length, int flags);
}
