using Lodge.Engine.Events;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Who wants to hear of objects of one sort, such as secrets: of one of them, or of all.</summary>
internal sealed class ObjectWatches
{
    private readonly WatchList<ObjectWatch> _watches;

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    /// <param name="tell">Takes each event; asks <see cref="Hearing"/> who is to be told.</param>
    public ObjectWatches(EventStream events, Action<LodgeEvent> tell) => _watches = new WatchList<ObjectWatch>(events, () => tell);

    /// <summary>Registers a callback: it hears what is published from now on.</summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="sort">The sort of objects.</param>
    /// <param name="kind">The kind of events, by libvirt's number.</param>
    /// <param name="only">The one object; null for all.</param>
    /// <returns>The number of the callback.</returns>
    public int Add(Session session, CallbackKind sort, int kind, Guid? only) =>
        session.Callbacks.Add(sort, number => _watches.Add(new ObjectWatch(session, kind, only, number)));

    /// <summary>Those who want to hear of an event.</summary>
    /// <param name="kind">Its kind, by libvirt's number.</param>
    /// <param name="id">The object that it is about.</param>
    /// <param name="sequence">Its number in the stream.</param>
    public IEnumerable<ObjectWatch> Hearing(int kind, Guid id, long sequence) =>
        _watches.All.Where(watch => watch.Kind == kind && sequence > watch.After && (watch.Only is null || watch.Only == id));
}

/// <summary>A client's callback for events of objects.</summary>
/// <param name="Session">Whose it is.</param>
/// <param name="Kind">The kind of events, by libvirt's number.</param>
/// <param name="Only">The one object; null for all.</param>
/// <param name="Callback">Its number.</param>
internal sealed record ObjectWatch(Session Session, int Kind, Guid? Only, int Callback) : EventWatch(Session);
