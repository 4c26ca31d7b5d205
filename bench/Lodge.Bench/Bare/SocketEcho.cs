using System.Diagnostics;
using System.Net.Sockets;
using Lodge.Bench.Report;
using Lodge.Linux.Descriptors;

namespace Lodge.Bench.Bare;

/// <summary>One byte through a Unix socket to another thread and back: the least that any request costs.</summary>
internal static class SocketEcho
{
    private const uint OwnerOnly = 0x180; // 0600

    public static async Task<Samples> MeasureAsync(string folder, int runs)
    {
        var path = Path.Combine(folder, "echo.sock");
        using var listener = UnixSockets.Listen(path, OwnerOnly, replace: true);
        using var near = await UnixSockets.ConnectAsync(path);
        using var far = await listener.AcceptAsync();
        var answering = Task.Run(() => AnswerAsync(far));
        var samples = new Samples();
        var buffer = new byte[1];
        for (var i = 0; i < runs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await near.SendAsync(buffer);
            await near.ReceiveAsync(buffer);
            samples.Add(Stopwatch.GetElapsedTime(begun));
        }

        near.Shutdown(SocketShutdown.Both);
        await answering;
        return samples;
    }

    private static async Task AnswerAsync(Socket socket)
    {
        var buffer = new byte[1];
        while (await socket.ReceiveAsync(buffer) > 0)
        {
            await socket.SendAsync(buffer);
        }
    }
}
