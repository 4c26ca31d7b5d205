using System.Net.Sockets;
using System.Text;

namespace Lodge.Daemon.Hosting;

/// <summary>Tells systemd about the daemon's state, where it was started by it (sd_notify(3)).</summary>
internal static class SystemdNotify
{
    /// <summary>Sends a state such as <c>READY=1</c>; does nothing when no socket is named by NOTIFY_SOCKET.</summary>
    public static void Send(string state)
    {
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is not { Length: > 0 } path)
        {
            return;
        }

        var address = path[0] == '@' ? $"\0{path[1..]}" : path;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(address));
    }
}
