using System.Net;
using System.Net.Sockets;

namespace Lodge.Cli.Launching;

/// <summary>Ports of this host's loopback.</summary>
internal static class FreePort
{
    /// <summary>One that nobody listens on at this moment.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
