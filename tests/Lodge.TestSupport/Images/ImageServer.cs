using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lodge.TestSupport.Images;

/// <summary>An HTTP/1.1 server on loopback that serves files well, or badly in the ways that servers do.</summary>
public sealed class ImageServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    public ImageServer()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public Uri Address { get; }

    /// <summary>What it serves, by path.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new();

    /// <summary>How many bytes of a body are sent before the connection is cut; null: all of them.</summary>
    public int? CutAfter { get; set; }

    /// <summary>How many bytes of a body are sent before the server falls silent; null: it does not.</summary>
    public int? SilentAfter { get; set; }

    /// <summary>Whether it knows of ranges.</summary>
    public bool KnowsRanges { get; set; } = true;

    /// <summary>What was asked: the path, and the range if there was one.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The address of a file.</summary>
    public Uri At(string path) => new(Address, path);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => AnswerAsync(client));
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var words = (await reader.ReadLineAsync(_stop.Token) ?? "").Split(' ');
            var range = (string?)null;
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
            {
                range = line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase) ? line["Range: bytes=".Length..] : range;
            }

            Requests.Enqueue(range is null ? words[1] : $"{words[1]} {range}");
            await SendAsync(stream, words[1].TrimStart('/'), range);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or SocketException)
        {
            return; // The client hung up, or the test is over.
        }
    }

    private async Task SendAsync(NetworkStream stream, string path, string? range)
    {
        if (!Files.TryGetValue(path, out var file))
        {
            await WriteAsync(stream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }

        var from = range is not null && KnowsRanges ? int.Parse(range.Split('-')[0], CultureInfo.InvariantCulture) : 0;
        if (from >= file.Length && from > 0)
        {
            await WriteAsync(stream, $"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{file.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }

        var status = from > 0 ? $"206 Partial Content\r\nContent-Range: bytes {from}-{file.Length - 1}/{file.Length}" : "200 OK";
        await WriteAsync(stream, $"HTTP/1.1 {status}\r\nETag: \"{file.Length}\"\r\nContent-Length: {file.Length - from}\r\nConnection: close\r\n\r\n");
        var most = Math.Min(Math.Min(CutAfter ?? int.MaxValue, SilentAfter ?? int.MaxValue), file.Length - from);
        await stream.WriteAsync(file.AsMemory(from, most), _stop.Token);
        if (most < file.Length - from && SilentAfter is not null)
        {
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }
    }

    private async Task WriteAsync(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);
}
