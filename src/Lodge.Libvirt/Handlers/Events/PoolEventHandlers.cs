using Lodge.Engine.Events;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Callbacks for events of storage pools, of one or of all. virt-manager learns only by them what pools there are.</summary>
internal sealed class PoolEventHandlers
{
    // virStoragePoolEventID.
    private const int Lifecycle = 0;
    private const int Refresh = 1;

    private readonly ObjectWatches _watches;

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    public PoolEventHandlers(EventStream events) => _watches = new ObjectWatches(events, Tell);

    [Procedure(RemoteProcedure.ConnectStoragePoolEventRegisterAny)]
    public ConnectStoragePoolEventRegisterAnyRet Register(Session session, ConnectStoragePoolEventRegisterAnyArgs args)
    {
        EventIds.Check(args.EventId, Refresh);
        return new(_watches.Add(session, CallbackKind.StoragePool, args.EventId, args.Pool?.Uuid));
    }

    [Procedure(RemoteProcedure.ConnectStoragePoolEventDeregisterAny)]
    public void Deregister(Session session, ConnectStoragePoolEventDeregisterAnyArgs args) =>
        EventIds.Remove(session, CallbackKind.StoragePool, args.CallbackId, "storage pool");

    private void Tell(LodgeEvent happened)
    {
        if (happened.Pool is not { } pool)
        {
            return;
        }

        var handle = new StoragePool(pool.Name, pool.Id);
        if (happened.Kind == EventKind.PoolRefreshed)
        {
            foreach (var watch in _watches.Hearing(Refresh, pool.Id, happened.Sequence))
            {
                watch.Session.Send(RemoteProcedure.StoragePoolEventRefresh, new StoragePoolEventRefreshMsg(watch.Callback, handle));
            }
        }
        else if (LifecycleOf(happened.Kind) is { } what)
        {
            foreach (var watch in _watches.Hearing(Lifecycle, pool.Id, happened.Sequence))
            {
                watch.Session.Send(RemoteProcedure.StoragePoolEventLifecycle, new StoragePoolEventLifecycleMsg(watch.Callback, handle, what, 0));
            }
        }
    }

    // virStoragePoolEventLifecycleType.
    private static int? LifecycleOf(EventKind kind) => kind switch
    {
        EventKind.PoolDefined => 0,
        EventKind.PoolUndefined => 1,
        EventKind.PoolStarted => 2,
        EventKind.PoolStopped => 3,
        EventKind.PoolBuilt => 4,
        EventKind.PoolDeleted => 5,
        _ => null,
    };
}
