using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Interop;

/// <summary>Calls on AF_UNIX sockets that .NET does not offer: unix(7), sendmsg(2), cmsg(3).</summary>
internal static unsafe partial class SocketCalls
{
    public const int FamilyUnix = 1;
    public const int Stream = 1;
    public const int CloseOnExec = 0x80000;
    public const int LevelSocket = 1;
    public const int ScmRights = 1;
    public const int PeerCredentialsOption = 17;
    public const int MsgDontWait = 0x40;
    public const int MsgNoSignal = 0x4000;
    public const int MsgCloseOnExec = 0x40000000;
    public const int MsgControlTruncated = 0x8;

    // SAFETY (whole file): addresses and message headers live on the caller's stack during the call, the data they
    // point at is pinned, and every length is that of its buffer. SafeHandles are kept open by the marshaller.

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial SafeFileHandle Create(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "socketpair", SetLastError = true)]
    public static partial int CreatePair(int family, int type, int protocol, int* ends);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(SafeHandle socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(SafeHandle socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(SafeHandle socket, int backlog);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(SafeSocketHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(SafeSocketHandle socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "ppoll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, PollTime* limit, void* signalMask);
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVector
{
    public byte* Base;
    public nint Length;
}

/// <summary>struct msghdr as 64-bit Linux lays it out (56 bytes).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MessageHeader
{
    public void* Name;
    public uint NameLength;
    public IoVector* Vectors;
    public nint VectorCount;
    public void* Control;
    public nint ControlLength;
    public int Flags;
}

/// <summary>struct cmsghdr with one descriptor behind it: cmsg_len 20, padded to 24.</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct DescriptorControl
{
    public nint Length;
    public int Level;
    public int Type;
    public int Descriptor;

    /// <summary>cmsg_len: the 16 bytes of the header and 4 of the descriptor.</summary>
    public const int UsedLength = 20;
}
