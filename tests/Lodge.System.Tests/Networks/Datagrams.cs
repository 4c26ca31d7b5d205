using System.Net;
using System.Net.Sockets;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Networks;

/// <summary>Datagrams from a host out to the internet of a <see cref="NetworkedHost"/>, where each is sent back: a ping(8) of our own.</summary>
internal sealed class Datagrams : IDisposable
{
    private readonly Socket _server;
    private readonly Socket _client;

    public Datagrams(NetworkedHost host)
    {
        _server = host.Internet.Run(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(NetworkedHost.ServerAddress, 0));
            return socket;
        });
        _client = host.Host.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        _ = SendBackAsync();
    }

    /// <summary>Sends one each 5 ms until told to stop, and waits a moment for the last.</summary>
    /// <returns>How many were sent, and how many of them did not come back.</returns>
    public async Task<(int Sent, int Lost)> ExchangeAsync(CancellationToken stop)
    {
        var (sent, back) = (0, new HashSet<int>());
        using var end = new CancellationTokenSource();
        var receiving = ReceiveAsync(back, end.Token);
        do
        {
            await TrySendAsync(BitConverter.GetBytes(sent++));
            await Task.Delay(5, CancellationToken.None);
        }
        while (!stop.IsCancellationRequested);
        for (var waited = 0; waited < 100 && Count(back) < sent; waited++)
        {
            await Task.Delay(20, CancellationToken.None);
        }

        await end.CancelAsync();
        await receiving;
        return (sent, sent - Count(back));
    }

    /// <summary>Whether one comes back.</summary>
    public async Task<bool> PassAsync() => await ExchangeAsync(new CancellationToken(canceled: true)) is (_, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    private static int Count(HashSet<int> numbers)
    {
        lock (numbers)
        {
            return numbers.Count;
        }
    }

    private async Task TrySendAsync(byte[] number)
    {
        try
        {
            await _client.SendToAsync(number, _server.LocalEndPoint!);
        }
        catch (SocketException)
        {
            return; // There is no way out: it is lost.
        }
    }

    private async Task ReceiveAsync(HashSet<int> back, CancellationToken end)
    {
        var number = new byte[4];
        while (!end.IsCancellationRequested)
        {
            try
            {
                await _client.ReceiveAsync(number, end);
                lock (back)
                {
                    back.Add(BitConverter.ToInt32(number));
                }
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException)
            {
                continue; // The end, or a word on what was lost.
            }
        }
    }

    private async Task SendBackAsync()
    {
        var number = new byte[4];
        try
        {
            while (true)
            {
                var got = await _server.ReceiveFromAsync(number, new IPEndPoint(IPAddress.Any, 0));
                await _server.SendToAsync(number, got.RemoteEndPoint);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            return; // Disposed.
        }
    }
}
