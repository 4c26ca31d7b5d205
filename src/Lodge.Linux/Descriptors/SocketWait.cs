using System.Net.Sockets;
using Lodge.Linux.Interop;

namespace Lodge.Linux.Descriptors;

/// <summary>Waits for a socket within the calling thread, for times that are too short for <see cref="Socket.Poll(TimeSpan, SelectMode)"/>.</summary>
public static class SocketWait
{
    /// <summary>Waits until there is something to read, or the other end has closed.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="limit">How long; below a second.</param>
    /// <returns>False when nothing came in time, or the wait was interrupted.</returns>
    public static unsafe bool UntilReadable(Socket socket, TimeSpan limit)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(limit, TimeSpan.FromSeconds(1));
        using var lease = new HandleLease(socket.SafeHandle);
        var watched = new PollDescriptor { Descriptor = lease.Number, Events = PollDescriptor.Readable };
        var time = new PollTime { Nanoseconds = (long)limit.TotalNanoseconds };

        // SAFETY: both structures are locals that outlive the call, one descriptor is announced and there is one, and no
        // signal mask is given. The lease keeps the descriptor open meanwhile.
        return SocketCalls.Poll(&watched, 1, &time, null) > 0;
    }
}
