using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Client.Http;
using Lodge.Model.Errors;
using Lodge.Model.Events;

namespace Lodge.Client.Events;

/// <summary>Reads the event stream: server-sent events as the WHATWG HTML standard writes them.</summary>
internal static class EventReader
{
    /// <summary>Events as they happen, until the daemon ends the stream.</summary>
    public static async IAsyncEnumerable<LodgeEvent> ReadAsync(
        ApiTransport transport, long? after, Action<string>? onGap, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await transport.OpenAsync(after is null ? "v1/events" : $"v1/events?after={after}", cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var items = SseParser.Create(body, (name, data) => Parse(name, data))
            .EnumerateAsync(cancellationToken)
            .GetAsyncEnumerator(cancellationToken);

        while (await MoveNextAsync(transport, items))
        {
            switch (items.Current.Data)
            {
                case LodgeEvent happened:
                    yield return happened;
                    break;
                case EventNotice notice when items.Current.EventType == EventNotice.Gap:
                    onGap?.Invoke(notice.Detail);
                    break;
                case EventNotice notice:
                    throw new LodgeException(
                        ErrorCode.Timeout, notice.Detail, "Read on from the sequence number of the last event that arrived.");
            }
        }
    }

    private static async ValueTask<bool> MoveNextAsync(ApiTransport transport, IAsyncEnumerator<SseItem<object?>> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw Unreachable.Lost(transport.Address, e);
        }
    }

    // An event that cannot be read is of a kind that only a newer daemon knows; the stream goes on without it.
    private static object? Parse(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            return name is EventNotice.Gap or EventNotice.Dropped
                ? JsonSerializer.Deserialize(data, ClientJson.Lenient.EventNotice)
                : JsonSerializer.Deserialize(data, ClientJson.Lenient.LodgeEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
