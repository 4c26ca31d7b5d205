using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;

namespace Lodge.Api.Tests.Support;

/// <summary>A client that writes its own bytes.</summary>
internal sealed class RawHttp(Socket socket) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<RawHttp> ConnectAsync(ApiHost api) => new(await api.ConnectAsync());

    public async Task SendAsync(string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Sends zeros until all are sent or the peer has had enough.</summary>
    /// <returns>How many were sent.</returns>
    public async Task<long> FloodAsync(long count)
    {
        var zeros = new byte[64 * 1024];
        var sent = 0L;
        try
        {
            while (sent < count)
            {
                sent += await socket.SendAsync(zeros);
            }
        }
        catch (SocketException)
        {
            return sent;
        }

        return sent;
    }

    /// <summary>Reads until the peer closes.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The peer closed while bytes of ours were on their way.
            return text.ToString();
        }

        return text.ToString();
    }

    /// <summary>The problem in an answer.</summary>
    public static Problem ProblemIn(string answer)
    {
        Assert.Contains("Content-Type: application/problem+json", answer);
        var (from, to) = (answer.IndexOf('{'), answer.LastIndexOf('}'));
        return JsonSerializer.Deserialize(answer[from..(to + 1)], ApiJson.Default.Problem)!;
    }

    public void Dispose() => socket.Dispose();
}
