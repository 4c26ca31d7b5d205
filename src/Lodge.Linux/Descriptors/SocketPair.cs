using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Descriptors;

/// <summary>Two Unix stream sockets that are connected to each other (socketpair(2)), close-on-exec. Who has one, closes it.</summary>
/// <param name="One">One of them.</param>
/// <param name="Other">The other.</param>
public sealed record SocketPair(SafeFileHandle One, SafeFileHandle Other)
{
    /// <summary>Makes them.</summary>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public static unsafe SocketPair Create()
    {
        var ends = stackalloc int[2];

        // SAFETY: the two integers are on this stack frame; each becomes the property of one handle.
        LinuxException.Check(SocketCalls.CreatePair(SocketCalls.FamilyUnix, SocketCalls.Stream | SocketCalls.CloseOnExec, 0, ends), "socketpair");
        return new SocketPair(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
    }
}
