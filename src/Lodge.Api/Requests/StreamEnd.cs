using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Lodge.Api.Requests;

/// <summary>When an answer without an end has to end: the client went away, or the daemon stops.</summary>
internal sealed class StreamEnd(IHostApplicationLifetime lifetime)
{
    /// <summary>A source that is cancelled then; the caller disposes of it.</summary>
    public CancellationTokenSource For(HttpContext context) =>
        CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
}
