using System.Net.Sockets;
using System.Text;
using Lodge.Linux.Descriptors;

namespace Lodge.Bench.Lab;

/// <summary>Asks a daemon for its version, by the plainest of HTTP.</summary>
internal static class FirstAnswer
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes("GET /v1/version HTTP/1.1\r\nHost: lodge\r\nConnection: close\r\n\r\n");
    private static readonly byte[] Success = Encoding.ASCII.GetBytes("HTTP/1.1 200 ");

    /// <summary>Whether it answered; false when nobody listens yet.</summary>
    public static async Task<bool> TryAsync(string socketPath, CancellationToken cancellationToken)
    {
        if (!File.Exists(socketPath))
        {
            return false;
        }

        try
        {
            using var socket = await UnixSockets.ConnectAsync(socketPath, cancellationToken);
            await socket.SendAsync(Request, cancellationToken);
            var answer = new byte[Success.Length];
            using var stream = new NetworkStream(socket, ownsSocket: false);
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return answer.AsSpan().SequenceEqual(Success)
                ? true
                : throw new InvalidOperationException($"lodged answered '{Encoding.ASCII.GetString(answer)}'.");
        }
        catch (SocketException)
        {
            return false; // The file is there, and nobody listens yet.
        }
    }
}
