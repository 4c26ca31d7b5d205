using Lodge.Engine.Ports;
using Lodge.Model.Events;

namespace Lodge.Engine.Events;

/// <summary>
/// The one ordered stream of events. Publishing never waits: a subscriber that falls too far behind is dropped and
/// told so. The newest events stay in memory, so that a reader can resume by sequence number.
/// </summary>
public sealed class EventStream(IStore store, TimeProvider clock)
{
    private const int Kept = 4096;
    private const int Reserve = 65_536;

    private readonly Lock _lock = new();
    private readonly LodgeEvent[] _ring = new LodgeEvent[Kept];
    private readonly List<EventSubscription> _subscriptions = [];
    private long _first = 1;
    private long _next = 1;
    private long _reservedUntil = long.MaxValue;

    /// <summary>Sequence number of the newest event; 0 before the first.</summary>
    public long LastSequence
    {
        get
        {
            lock (_lock)
            {
                return _next - 1;
            }
        }
    }

    /// <summary>Continues the numbering of former runs. Called once, before the first event.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var first = await store.ReserveSequencesAsync(Reserve, cancellationToken);
        lock (_lock)
        {
            (_first, _next, _reservedUntil) = (first, first, first + Reserve);
        }
    }

    /// <summary>Gives an event its number and time, and hands it to all subscribers.</summary>
    public LodgeEvent Publish(LodgeEvent draft)
    {
        lock (_lock)
        {
            var numbered = draft with { Sequence = _next, Time = clock.GetUtcNow() };
            _ring[_next++ % Kept] = numbered;
            _subscriptions.RemoveAll(subscription => !subscription.Offer(numbered));
            if (_next == _reservedUntil - (Reserve / 2))
            {
                _ = ExtendAsync();
            }

            return numbered;
        }
    }

    /// <summary>Opens a reader.</summary>
    /// <param name="afterSequence">Begin after this event; null: only with what comes from now on.</param>
    public EventSubscription Subscribe(long? afterSequence)
    {
        lock (_lock)
        {
            var oldest = Math.Max(_first, _next - Kept);
            var from = afterSequence is { } after ? after + 1 : _next;
            var complete = from >= oldest && from <= _next;
            var backlog = new List<LodgeEvent>();
            for (var sequence = Math.Max(from, oldest); sequence < _next && afterSequence is not null; sequence++)
            {
                backlog.Add(_ring[sequence % Kept]);
            }

            var subscription = new EventSubscription(complete, backlog, Unsubscribe);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    private void Unsubscribe(EventSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions.Remove(subscription);
        }
    }

    // A failure here is harmless until the other half of the reserve is used up; the store logs its own failures,
    // and a restart reserves anew.
    private async Task ExtendAsync()
    {
        var next = await store.ReserveSequencesAsync(Reserve, CancellationToken.None).ConfigureAwait(false);
        lock (_lock)
        {
            _reservedUntil = next + Reserve;
        }
    }
}
