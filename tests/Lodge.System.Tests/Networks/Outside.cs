using System.Net;
using System.Net.Sockets;
using System.Text;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>Servers and clients out on the internet of a <see cref="NetworkedHost"/>.</summary>
internal static class Outside
{
    /// <summary>A server on a port of the system's choice, in a network.</summary>
    public static TcpListener Listen(PrivateNetwork network, IPAddress address) => network.Run(() =>
    {
        var server = new TcpListener(address, 0);
        server.Start();
        return server;
    });

    /// <summary>Takes one connection, answers with a page as HTTP does, and tells who asked.</summary>
    public static async Task<IPAddress> ServeAsync(TcpListener server, byte[] page)
    {
        using var client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var request = new byte[4096];
        _ = await stream.ReadAsync(request);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {page.Length}\r\n\r\n"));
        await stream.WriteAsync(page);
        client.Client.Shutdown(SocketShutdown.Send);
        return ((IPEndPoint)client.Client.RemoteEndPoint!).Address;
    }

    /// <summary>What a server says that somebody out there connects to; null when nobody is there.</summary>
    public static async Task<string?> HearAsync(PrivateNetwork network, IPAddress address, int port)
    {
        using var socket = network.Run(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await socket.ConnectAsync(address, port, patience.Token);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream);
            return await reader.ReadLineAsync(patience.Token);
        }
        catch (Exception nobody) when (nobody is SocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }
}
