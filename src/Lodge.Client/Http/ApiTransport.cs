using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Lodge.Model.Errors;

namespace Lodge.Client.Http;

/// <summary>Sends requests and reads answers.</summary>
internal sealed class ApiTransport(LodgeAddress address) : IDisposable
{
    // A read never waits for anything in the daemon; one that takes this long has met a daemon that is stuck.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30);

    private const int AskFirst = 64 * 1024;

    /// <summary>Where the daemon listens.</summary>
    public LodgeAddress Address => address;

    /// <summary>The handlers, for protocols that start with a request of their own.</summary>
    public HttpMessageInvoker Invoker { get; } = DaemonConnector.Create(address);

    public void Dispose() => Invoker.Dispose();

    /// <summary>Reads a resource.</summary>
    /// <param name="path">Path, relative to the address.</param>
    /// <param name="answer">How to read the answer.</param>
    /// <param name="serverWaits">Time that the server takes on purpose before it answers.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> GetAsync<T>(
        string path, JsonTypeInfo<T> answer, CancellationToken cancellationToken, TimeSpan serverWaits = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReadTimeout + serverWaits);
        try
        {
            using var response = await Invoker.SendAsync(Request(HttpMethod.Get, path), limit.Token);
            return await ReadAsync(response, answer, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LodgeException(
                ErrorCode.Timeout,
                $"The daemon at {address} took the connection, but did not answer within {ReadTimeout.TotalSeconds:0} s.",
                "Look at the daemon's log; restarting it leaves running VMs untouched.",
                e);
        }
    }

    /// <summary>Changes something. Waits as long as the daemon works on it.</summary>
    public async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        using var response = await Invoker.SendAsync(request, cancellationToken);
        return await ReadAsync(response, answer, cancellationToken);
    }

    /// <summary>Changes something that has no answer.</summary>
    public async Task SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await Invoker.SendAsync(request, cancellationToken);
    }

    /// <summary>Opens an answer that is read bit by bit; the caller disposes of it.</summary>
    public Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancellationToken) =>
        Invoker.SendAsync(Request(HttpMethod.Get, path), cancellationToken);

    /// <summary>A request without a body.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, new Uri(address.BaseUri, path));

    /// <summary>A request with a JSON body.</summary>
    public HttpRequestMessage Request<T>(HttpMethod method, string path, T body, JsonTypeInfo<T> json) =>
        Request(method, path, JsonSerializer.SerializeToUtf8Bytes(body, json));

    /// <summary>A request with JSON as it stands.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, byte[] json)
    {
        var request = Request(method, path);
        request.Content = new ByteArrayContent(json);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        // A large body is sent only once the daemon has agreed, so that its refusal can still be heard.
        request.Headers.ExpectContinue = request.Content.Headers.ContentLength > AskFirst;
        return request;
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> answer, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, answer, cancellationToken)
                ?? throw new JsonException("the answer is null");
        }
        catch (JsonException e)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"The daemon's answer is not what this program expects ({e.Message}).",
                "Use programs of the same version on both sides.",
                e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable.Lost(address, e);
        }
    }
}
