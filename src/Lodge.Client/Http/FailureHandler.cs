using System.Net;
using System.Text.Json;
using Lodge.Model.Errors;

namespace Lodge.Client.Http;

/// <summary>Turns every way in which a request can fail into a <see cref="LodgeException"/>.</summary>
internal sealed class FailureHandler(LodgeAddress address, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int LongestProblem = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable.From(address, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // The only time limit in the handlers below is the one for connecting.
            throw Unreachable.From(address, e);
        }

        if (response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.SwitchingProtocols)
        {
            return response;
        }

        using (response)
        {
            throw await ReadProblemAsync(response, cancellationToken);
        }
    }

    private async Task<LodgeException> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType is not "application/problem+json")
        {
            return NotLodge(response.StatusCode, null);
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(LongestProblem, cancellationToken);
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var problem = await JsonSerializer.DeserializeAsync(body, ClientJson.Lenient.Problem, cancellationToken);
            return problem is null
                ? NotLodge(response.StatusCode, null)
                : new LodgeException(problem.Code, problem.Detail, problem.Remedy);
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            return NotLodge(response.StatusCode, e);
        }
    }

    private LodgeException NotLodge(HttpStatusCode status, Exception? cause) => status switch
    {
        // Kestrel itself answers these, before Lodge sees the request, and without a body.
        HttpStatusCode.RequestTimeout => new LodgeException(
            ErrorCode.Timeout, "The daemon did not receive the whole request in time.", "Try again.", cause),
        HttpStatusCode.RequestHeaderFieldsTooLarge or HttpStatusCode.RequestUriTooLong => new LodgeException(
            ErrorCode.TooLarge, "The request's address or headers are longer than the daemon accepts.", null, cause),
        _ => new LodgeException(
            ErrorCode.Unreachable,
            $"What answers at {address} is not Lodge, or not a Lodge that this program knows: HTTP status {(int)status}.",
            "Check the address, and that both programs are of the same version.",
            cause),
    };
}
