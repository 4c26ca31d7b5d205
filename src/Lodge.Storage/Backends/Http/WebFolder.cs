using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Http;

/// <summary>A folder of a web server.</summary>
/// <param name="http">The client, with a limit on how long a server may take.</param>
internal sealed class WebFolder(HttpClient http)
{
    private const int LargestPage = 8 << 20;

    /// <summary>The files that are volumes: those that the pool names, else those that the server lists.</summary>
    /// <exception cref="LodgeException">The server does not answer, or lists nothing.</exception>
    public async Task<IReadOnlyList<string>> NamesAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        if (BackendOf(pool).Files is { } files)
        {
            return files;
        }

        var folder = AddressOf(pool);
        using var response = await SendAsync(pool, new HttpRequestMessage(HttpMethod.Get, folder), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible,
                $"The web server of the storage pool '{pool.Definition.Name}' does not list '{folder}': it answers {(int)response.StatusCode} {response.ReasonPhrase}.",
                "Let it list the folder (autoindex), or name the files in the pool's definition.");
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(LargestPage, cancellationToken);
            return HttpListing.Read(Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancellationToken)), folder);
        }
        catch (Exception broken) when (broken is HttpRequestException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"The list of files at '{folder}' cannot be read: {broken.Message}", "Name the files in the pool's definition instead.", broken);
        }
    }

    /// <summary>The beginning of a file, and what the server tells of it; null when there is none.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="name">Its name.</param>
    /// <param name="most">How many bytes.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">The server does not answer.</exception>
    public async Task<WebFile?> LookAsync(PoolAccess pool, string name, int most, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(pool, name));
        request.Headers.Range = new RangeHeaderValue(0, most - 1);
        using var response = await SendAsync(pool, request, cancellationToken);
        var modified = response.Content.Headers.LastModified;
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.Length is { } length:
                return new WebFile(length, await StartAsync(response, most, cancellationToken), true, modified);
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                return new WebFile(0, [], true, modified);
            case HttpStatusCode.OK:
                return new WebFile(response.Content.Headers.ContentLength ?? 0, await StartAsync(response, most, cancellationToken), false, modified);
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return null;
            default:
                throw new LodgeException(
                    ErrorCode.FileNotAccessible, $"The web server of the storage pool '{pool.Definition.Name}' does not give '{name}': it answers {(int)response.StatusCode} {response.ReasonPhrase}.");
        }
    }

    /// <summary>Address of a file.</summary>
    public static Uri AddressOf(PoolAccess pool, string name) => new(AddressOf(pool), Uri.EscapeDataString(name));

    private static Uri AddressOf(PoolAccess pool) => new($"{BackendOf(pool).Url.TrimEnd('/')}/");

    private static HttpPoolBackend BackendOf(PoolAccess pool) => (HttpPoolBackend)pool.Definition.Backend;

    private async Task<HttpResponseMessage> SendAsync(PoolAccess pool, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            try
            {
                return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (HttpRequestException failure)
            {
                throw new LodgeException(
                    ErrorCode.FileNotAccessible, $"The web server of the storage pool '{pool.Definition.Name}' cannot be reached: {failure.Message}", "Look whether it runs and can be reached from here.", failure);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new LodgeException(
                    ErrorCode.Timeout, $"The web server of the storage pool '{pool.Definition.Name}' did not answer within {http.Timeout.TotalSeconds:0} s.", "Look whether it runs and can be reached from here.");
            }
        }
    }

    private static async Task<byte[]> StartAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        var buffer = new byte[most];
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return buffer[..await stream.ReadAtLeastAsync(buffer, most, throwOnEndOfStream: false, cancellationToken)];
        }
        catch (HttpRequestException broken)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"The web server broke off: {broken.Message}", cause: broken);
        }
    }
}

/// <summary>A file on a web server.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Start">How it begins.</param>
/// <param name="ServesParts">Whether the server serves parts of it, as QEMU needs.</param>
/// <param name="ModifiedAt">When it last changed; null when the server does not tell.</param>
internal sealed record WebFile(long Length, byte[] Start, bool ServesParts, DateTimeOffset? ModifiedAt);
