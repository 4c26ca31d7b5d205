using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Lodge.TestSupport.Networks;

/// <summary>Sends as much as it can from one network to another for a while, and counts what arrives.</summary>
public static class Throughput
{
    /// <summary>Bytes a second of one connection, measured after the queues have filled.</summary>
    public static async Task<double> MeasureAsync(PrivateNetwork from, PrivateNetwork to, string address, CancellationToken cancellation)
    {
        var target = IPAddress.Parse(address);
        using var listener = to.Run(() => Listen(target));
        using var sender = from.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        sender.SendBufferSize = 128 * 1024;
        await sender.ConnectAsync(listener.LocalEndPoint!, cancellation);
        using var receiver = await listener.AcceptAsync(cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = SendAsync(sender, stop.Token);
        var buffer = new byte[64 * 1024];
        await CountAsync(receiver, buffer, TimeSpan.FromSeconds(0.5), cancellation);
        var rate = await CountAsync(receiver, buffer, TimeSpan.FromSeconds(1.5), cancellation);
        await stop.CancelAsync();
        await sending;
        return rate;
    }

    private static async Task<double> CountAsync(Socket receiver, byte[] buffer, TimeSpan time, CancellationToken cancellation)
    {
        var (clock, bytes) = (Stopwatch.StartNew(), 0L);
        while (clock.Elapsed < time)
        {
            bytes += await receiver.ReceiveAsync(buffer, cancellation);
        }

        return bytes / clock.Elapsed.TotalSeconds;
    }

    private static async Task SendAsync(Socket sender, CancellationToken stop)
    {
        var block = new byte[64 * 1024];
        try
        {
            while (true)
            {
                await sender.SendAsync(block, stop);
            }
        }
        catch (OperationCanceledException)
        {
            return; // Enough was counted.
        }
    }

    private static Socket Listen(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        socket.Listen();
        return socket;
    }
}
