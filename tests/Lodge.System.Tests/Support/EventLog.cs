using Lodge.Client;
using Lodge.Model.Errors;
using Lodge.Model.Events;

namespace Lodge.System.Tests.Support;

/// <summary>Collects a daemon's events from now on.</summary>
internal sealed class EventLog : IAsyncDisposable
{
    private readonly LodgeClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<LodgeEvent> _events = [];
    private readonly Task _reading;

    private EventLog(LodgeClient client, long after)
    {
        _client = client;
        _reading = ReadAsync(after);
    }

    /// <summary>Begins behind the newest event that there is.</summary>
    public static async Task<EventLog> OfAsync(LodgeClient client)
    {
        using var first = new CancellationTokenSource();
        var last = 0L;
        await foreach (var item in client.EventsAsync(0, null, first.Token))
        {
            last = item.Sequence;
            if (item.Kind == EventKind.DaemonReady)
            {
                break;
            }
        }

        return new EventLog(client, last);
    }

    /// <summary>Waits for an event.</summary>
    public async Task<LodgeEvent> SeesAsync(Func<LodgeEvent, bool> isIt, string what, TimeSpan? limit = null)
    {
        LodgeEvent? found = null;
        await Soon.HoldsAsync(() => Task.FromResult((found = Find(isIt)) is not null), what, limit);
        return found!;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private LodgeEvent? Find(Func<LodgeEvent, bool> isIt)
    {
        lock (_events)
        {
            return _events.Find(item => isIt(item));
        }
    }

    private async Task ReadAsync(long after)
    {
        try
        {
            await foreach (var item in _client.EventsAsync(after, null, _stop.Token))
            {
                lock (_events)
                {
                    _events.Add(item);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or LodgeException)
        {
            return; // By us, or with the daemon.
        }
    }
}
