using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lodge.TestSupport.Storage;

/// <summary>A web server on the loopback that serves one file, whole or in parts. Disposing stops it.</summary>
public sealed class RangeServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _content;
    private readonly string? _password;
    private readonly string? _listing;
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    /// <param name="content">What it serves.</param>
    /// <param name="password">The password of the user 'anna'; null to let everybody in.</param>
    /// <param name="listing">The page that it gives for a folder; null for none.</param>
    public RangeServer(byte[] content, string? password = null, string? listing = null)
    {
        (_content, _password, _listing) = (content, password, listing);
        Port = FreePort();
        _listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/"));
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Its port.</summary>
    public int Port { get; }

    /// <summary>Address of the file.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/disk.img");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException or IOException)
            {
                // A client that went away, or the end.
                continue;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        response.AddHeader("Accept-Ranges", "bytes");
        if (_password is not null && context.Request.Headers["Authorization"] != $"Basic {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"anna:{_password}"))}")
        {
            response.StatusCode = 401;
            response.AddHeader("WWW-Authenticate", "Basic realm=disks");
            return;
        }

        if (_listing is not null && context.Request.Url!.AbsolutePath.EndsWith('/'))
        {
            await response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_listing));
            return;
        }

        var (first, last) = RangeOf(context.Request.Headers["Range"]);
        response.StatusCode = context.Request.Headers["Range"] is null ? 200 : 206;
        response.ContentLength64 = last - first + 1;
        if (context.Request.HttpMethod != "HEAD")
        {
            response.AddHeader("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {first}-{last}/{_content.Length}"));
            await response.OutputStream.WriteAsync(_content.AsMemory(first, last - first + 1));
        }
    }

    // 'bytes=0-511'
    private (int First, int Last) RangeOf(string? range)
    {
        if (range?.Split('=')[^1].Split('-') is not [var first, var last])
        {
            return (0, _content.Length - 1);
        }

        return (int.Parse(first, CultureInfo.InvariantCulture), last.Length == 0 ? _content.Length - 1 : Math.Min(_content.Length - 1, int.Parse(last, CultureInfo.InvariantCulture)));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
