using System.Collections.Immutable;
using Lodge.Engine.Ports;

namespace Lodge.Engine.Vms;

/// <summary>What QEMUs report in their own words, for those who ask for it; nothing is kept, and most of it is in the event stream in Lodge's words.</summary>
public sealed class MonitorFeed
{
    private readonly Lock _lock = new();
    private volatile ImmutableList<Subscription> _listeners = [];

    /// <summary>Listens to all VMs until the subscription is disposed.</summary>
    /// <param name="listener">Told of each event with the VM's id; must not wait. Events of one VM come one by one, in order.</param>
    public IDisposable Subscribe(Action<Guid, MonitorEvent> listener)
    {
        var subscription = new Subscription(this, listener);
        lock (_lock)
        {
            _listeners = _listeners.Add(subscription);
        }

        return subscription;
    }

    internal void Tell(Guid vmId, MonitorEvent happened)
    {
        foreach (var listener in _listeners)
        {
            listener.Tell(vmId, happened);
        }
    }

    private sealed class Subscription(MonitorFeed feed, Action<Guid, MonitorEvent> listener) : IDisposable
    {
        public void Tell(Guid vmId, MonitorEvent happened) => listener(vmId, happened);

        public void Dispose()
        {
            lock (feed._lock)
            {
                feed._listeners = feed._listeners.Remove(this);
            }
        }
    }
}
