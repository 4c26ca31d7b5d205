using System.Net.Sockets;
using Lodge.Linux.Descriptors;

namespace Lodge.Libvirt.Wire;

/// <summary>
/// Waits a moment for the next call of a client that has just been answered, within the thread that answered it: most ask
/// again at once, and then no other thread has to be woken. One connection at a time may do so, and all others wait as
/// usual, so that it never takes more than one thread.
/// </summary>
internal sealed class QuickWait
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMicroseconds(100);

    private int _taken;

    /// <summary>Waits until there is something to read, for a moment at most; not at all while another connection does.</summary>
    /// <param name="socket">The connection.</param>
    public void UntilReadable(Socket socket)
    {
        if (Interlocked.Exchange(ref _taken, 1) != 0)
        {
            return;
        }

        try
        {
            SocketWait.UntilReadable(socket, s_moment);
        }
        finally
        {
            Volatile.Write(ref _taken, 0);
        }
    }
}
