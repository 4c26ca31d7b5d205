using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.BadInput;

/// <summary>Clients that send half a request, or far too much. Others are served meanwhile.</summary>
public sealed class RudeClientTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private const string Post = "POST /v1/vms HTTP/1.1\r\nHost: lodge\r\nContent-Type: application/json\r\n";

    private LodgedProcess Daemon => fixture.Daemon;

    [Fact]
    public async Task Half_a_body_is_answered_with_408()
    {
        var before = await Traces.OfAsync(Daemon);
        await using var rude = await ConnectAsync();
        await rude.WriteAsync(Encoding.ASCII.GetBytes(Post + "Content-Length: 500\r\n\r\n{\"definition\": {"));

        var answer = ReadAsync(rude);
        await OthersAreServedAsync();

        var text = await answer;
        Assert.StartsWith("HTTP/1.1 408 ", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"timeout\"", text, StringComparison.Ordinal);
        Assert.Contains("\"remedy\":", text, StringComparison.Ordinal);
        Assert.Equal(before, await Traces.OfAsync(Daemon));
    }

    [Fact]
    public async Task Half_a_head_is_answered_with_408_or_cut_off()
    {
        await using var rude = await ConnectAsync();
        await rude.WriteAsync(Encoding.ASCII.GetBytes("GET /v1/vms HTTP/1.1\r\nHost: lo"));

        var answer = ReadAsync(rude);
        await OthersAreServedAsync();

        Assert.Matches("^(HTTP/1.1 408 |$)", await answer);
    }

    [Fact]
    public async Task Body_of_100_MB_is_answered_with_413_before_it_is_read()
    {
        var before = await Traces.OfAsync(Daemon);
        await using var rude = await ConnectAsync();
        await rude.WriteAsync(Encoding.ASCII.GetBytes(Post + "Content-Length: 100000000\r\n\r\n"));
        var sending = SendAsync(rude, 100_000_000);

        var text = await ReadAsync(rude);
        await OthersAreServedAsync();

        Assert.StartsWith("HTTP/1.1 413 ", text, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"too-large\"", text, StringComparison.Ordinal);
        Assert.True(await sending < 100_000_000, "The daemon took 100 MB from a client.");
        Assert.Equal(before, await Traces.OfAsync(Daemon));
    }

    [Fact]
    public async Task Body_of_100_MB_in_chunks_is_cut_off()
    {
        await using var rude = await ConnectAsync();
        await rude.WriteAsync(Encoding.ASCII.GetBytes(Post + "Transfer-Encoding: chunked\r\n\r\n5F5E100\r\n"));
        var sending = SendAsync(rude, 100_000_000);

        Assert.StartsWith("HTTP/1.1 413 ", await ReadAsync(rude), StringComparison.Ordinal);
        Assert.True(await sending < 100_000_000, "The daemon took 100 MB from a client.");
        await OthersAreServedAsync();
    }

    [Fact]
    public async Task Command_line_tells_of_a_file_that_is_too_large()
    {
        var file = Path.Combine(Daemon.Root, "large.json");
        await File.WriteAllTextAsync(file, $$"""{"name": "large", "description": "{{new string('x', 3_000_000)}}"}""");

        await Refused.ByCommandAsync(Daemon, 2, ["define", file]);
    }

    private async Task OthersAreServedAsync()
    {
        using var client = Daemon.Client();
        var clock = Stopwatch.StartNew();
        await client.ListVmsAsync();
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"Another client waited for {clock.Elapsed}.");
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Daemon.Socket));
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<long> SendAsync(Stream stream, long total)
    {
        var sent = 0L;
        try
        {
            for (var chunk = new byte[64 * 1024]; sent < total; sent += chunk.Length)
            {
                await stream.WriteAsync(chunk);
            }
        }
        catch (IOException)
        {
            return sent; // Cut off, as it should be.
        }

        return sent;
    }

    // Until the daemon closes the connection.
    private static async Task<string> ReadAsync(Stream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, limit.Token) is > 0 and var count)
            {
                answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            return answer.ToString(); // Reset, since we were still sending.
        }

        return answer.ToString();
    }
}
