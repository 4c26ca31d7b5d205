using System.Globalization;
using Lodge.Api.Describing;
using Lodge.Api.Requests;
using Lodge.Engine;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Lodge.Api.Events;

/// <summary><c>GET /v1/events</c>: the event stream as server-sent events (WHATWG HTML, section 9.2).</summary>
internal static class EventEndpoint
{
    private const string ContentType = "text/event-stream";

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/events", StreamAsync)
        .WithTags("Events")
        .As("streamEvents", "Everything that happens, as server-sent events, without end")
        .Takes<long>("after", "Begin after the event of this number; the header Last-Event-ID says the same, and wins.")
        .Produces<LodgeEvent>(StatusCodes.Status200OK, ContentType);

    private static async Task StreamAsync(HttpContext context, LodgeEngine engine, StreamEnd streamEnd, ILoggerFactory loggers)
    {
        var after = LastEventId(context.Request) ?? Query.Count(context, "after");
        using var subscription = engine.Events.Subscribe(after);
        using var end = streamEnd.For(context);

        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        LiftRateLimit(context);
        var writer = new EventWriter(context, loggers.CreateLogger(typeof(EventEndpoint)));
        await writer.RunAsync(subscription, end);
    }

    // A reader that comes back sends the number of the last event it saw, to the address it first asked for.
    private static long? LastEventId(HttpRequest request) => request.Headers["Last-Event-ID"].ToString() switch
    {
        "" => null,
        var text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) => id,
        var other => throw new LodgeException(
            ErrorCode.InvalidArgument, $"Last-Event-ID must be the number of an event, not '{other}'.", "Send the id of the last event that arrived."),
    };

    // The writer has its own time limit, and says why it drops a reader; Kestrel would just cut the connection.
    private static void LiftRateLimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } feature)
        {
            feature.MinDataRate = null;
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }
}
