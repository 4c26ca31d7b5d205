using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Lodge.Api;

/// <summary>Bounds on what a client may send, so that none can hold or exhaust the daemon.</summary>
public static class KestrelLimits
{
    /// <summary>Largest request body, bytes.</summary>
    public const long MaxBodyBytes = 1024 * 1024;

    /// <summary>Sets the limits. More than a limit is answered with 413, 414, 431 or 408, and the connection closed.</summary>
    /// <param name="options">Kestrel's options.</param>
    /// <param name="patience">How long a request's head may take, and its body may stand still; more than 1 s; null for 10 s.</param>
    public static void Apply(KestrelServerOptions options, TimeSpan? patience = null)
    {
        var wait = patience ?? TimeSpan.FromSeconds(10);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = MaxBodyBytes;
        options.Limits.MaxRequestLineSize = 8 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.MaxRequestHeaderCount = 50;
        options.Limits.RequestHeadersTimeout = wait;
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: wait);
    }
}
