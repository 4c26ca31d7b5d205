using System.Net.Sockets;

namespace Lodge.Client.Http;

/// <summary>Makes the HTTP handler that reaches a daemon.</summary>
internal static class DaemonConnector
{
    // A listening Unix socket whose queue is full keeps a caller waiting as well.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A handler for <paramref name="address"/>; failures leave it as LodgeException.</summary>
    public static HttpMessageInvoker Create(LodgeAddress address)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = ConnectTimeout,
        };

        if (address.SocketPath is { } path)
        {
            sockets.UseProxy = false;
            sockets.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        }

        return new HttpMessageInvoker(new FailureHandler(address, sockets));
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
