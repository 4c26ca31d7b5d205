using System.Collections.Immutable;
using Lodge.Engine.Events;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>The callbacks for one sort of things. The engine's stream is read as long as there is one.</summary>
internal sealed class WatchList<T>
    where T : EventWatch
{
    private readonly EventTap _tap;
    private ImmutableArray<T> _all = [];

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    /// <param name="begin">Called when reading begins; makes what takes the events.</param>
    public WatchList(EventStream events, Func<Action<LodgeEvent>> begin) => _tap = new EventTap(events, begin, DropAll);

    /// <summary>All of them.</summary>
    public ImmutableArray<T> All => _all;

    /// <summary>Registers a callback: it hears what is published from now on. Disposing ends it.</summary>
    public IDisposable Add(T wanted)
    {
        var watch = wanted;
        _tap.Join(after =>
        {
            EventWatch begun = wanted;
            watch = (T)(begun with { After = after });
            _all = _all.Add(watch);
        });
        return new Registration(this, watch);
    }

    private void DropAll(string reason)
    {
        foreach (var session in _all.Select(watch => watch.Session).Distinct())
        {
            session.Drop(reason);
        }
    }

    private sealed class Registration(WatchList<T> list, T watch) : IDisposable
    {
        public void Dispose() =>
            list._tap.Leave(() => list._all = list._all.RemoveAll(other => ReferenceEquals(other, watch)));
    }
}

/// <summary>A client's callback.</summary>
/// <param name="Session">Whose it is.</param>
internal abstract record EventWatch(Session Session)
{
    /// <summary>Number of the last event before the callback was registered: it hears what came after.</summary>
    public long After { get; init; }
}
