using System.Net;
using System.Net.Sockets;

namespace Lodge.Libvirt;

/// <summary>A socket that clients connect to.</summary>
public sealed class LibvirtDoor : IDisposable
{
    /// <summary>Takes a socket that listens.</summary>
    /// <param name="listener">A Unix socket, or TCP on a loopback address; belongs to this object.</param>
    /// <param name="readOnly">Whether clients that come this way may change nothing.</param>
    /// <exception cref="ArgumentException">TCP on an address that other hosts reach: nothing there is encrypted.</exception>
    public LibvirtDoor(Socket listener, bool readOnly)
    {
        ArgumentNullException.ThrowIfNull(listener);
        if (listener.LocalEndPoint is IPEndPoint address && !IPAddress.IsLoopback(address.Address))
        {
            throw new ArgumentException($"Plain TCP is for loopback addresses only, and {address} is none; use ssh, or a Unix socket.", nameof(listener));
        }

        (Listener, ReadOnly) = (listener, readOnly);
    }

    /// <summary>The socket.</summary>
    internal Socket Listener { get; }

    /// <summary>Whether clients that come this way may change nothing.</summary>
    internal bool ReadOnly { get; }

    /// <inheritdoc/>
    public void Dispose() => Listener.Dispose();
}
