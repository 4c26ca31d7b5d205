using System.Globalization;
using System.Net.Sockets;

namespace Lodge.Qemu.Launching.Graphics;

/// <summary>
/// A TCP port that a daemon is about to use. It is a name among the host's abstract Unix sockets: only one process can
/// have it, all processes that share the host's ports see it (unix(7): such names belong to the network namespace), and
/// it goes with the process.
/// </summary>
internal sealed class PortClaim : IDisposable
{
    private readonly Socket _name;

    private PortClaim(Socket name) => _name = name;

    /// <summary>Claims a port; null when somebody else has claimed it.</summary>
    public static PortClaim? TryMake(int port)
    {
        var name = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            name.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0lodge-display-port-{port}")));
            return new PortClaim(name);
        }
        catch (SocketException)
        {
            name.Dispose();
            return null;
        }
    }

    public void Dispose() => _name.Dispose();
}
