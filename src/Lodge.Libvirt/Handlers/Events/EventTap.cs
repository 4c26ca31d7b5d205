using Lodge.Engine.Events;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>
/// Reads the engine's stream once for all who listen, from when the first of them comes until the last has gone.
/// </summary>
/// <param name="events">The engine's stream.</param>
/// <param name="begin">Called when reading begins; makes what takes the events, one by one and in order. It must not wait.</param>
/// <param name="drop">Sends all listeners away for a reason: they must not go on as if nothing was lost.</param>
internal sealed class EventTap(EventStream events, Func<Action<LodgeEvent>> begin, Action<string> drop)
{
    private readonly Lock _lock = new();
    private int _listeners;
    private CancellationTokenSource? _reading;

    /// <summary>Lets somebody in.</summary>
    /// <param name="enter">Notes them down; it gets the number of the last event before them.</param>
    public void Join(Action<long> enter)
    {
        lock (_lock)
        {
            var after = events.LastSequence;
            enter(after);
            if (_listeners++ == 0)
            {
                _reading = new CancellationTokenSource();
                var (subscription, stop) = (events.Subscribe(after), _reading.Token);
                _ = Task.Run(() => ReadAsync(subscription, after, stop), CancellationToken.None);
            }
        }
    }

    /// <summary>Lets somebody go who joined.</summary>
    /// <param name="leave">Strikes them off.</param>
    public void Leave(Action leave)
    {
        lock (_lock)
        {
            leave();
            if (--_listeners == 0 && _reading is { } reading)
            {
                _reading = null;
                reading.Cancel();
                reading.Dispose();
            }
        }
    }

    private async Task ReadAsync(EventSubscription first, long after, CancellationToken stop)
    {
        var take = begin();
        for (var subscription = first; ;)
        {
            try
            {
                using (subscription)
                {
                    await foreach (var happened in subscription.ReadAsync(stop))
                    {
                        Take(take, happened);
                        after = happened.Sequence;
                    }
                }

                return; // The stream has ended.
            }
            catch (OperationCanceledException)
            {
                return; // Nobody listens any more.
            }
            catch (EventReaderTooSlowException slow)
            {
                subscription = events.Subscribe(after);
                if (!subscription.Complete)
                {
                    drop(slow.Message);
                }
            }
        }
    }

    private void Take(Action<LodgeEvent> take, LodgeEvent happened)
    {
        try
        {
            take(happened);
        }
        catch (Exception defect)
        {
            drop($"event {happened.Sequence} ({happened.Kind}) could not be told: {defect}");
        }
    }
}
