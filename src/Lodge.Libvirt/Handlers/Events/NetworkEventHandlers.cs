using Lodge.Engine.Events;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Callbacks for events of networks, of one or of all.</summary>
internal sealed class NetworkEventHandlers
{
    // virNetworkEventID.
    private const int Lifecycle = 0;
    private const int MetadataChange = 1;

    private readonly EventStream _events;
    private readonly ObjectWatches _watches;

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    public NetworkEventHandlers(EventStream events) => (_events, _watches) = (events, new ObjectWatches(events, Tell));

    [Procedure(RemoteProcedure.ConnectNetworkEventRegisterAny)]
    public ConnectNetworkEventRegisterAnyRet Register(Session session, ConnectNetworkEventRegisterAnyArgs args)
    {
        EventIds.Check(args.EventId, MetadataChange);
        return new(_watches.Add(session, CallbackKind.Network, args.EventId, args.Net?.Uuid));
    }

    [Procedure(RemoteProcedure.ConnectNetworkEventDeregisterAny)]
    public void Deregister(Session session, ConnectNetworkEventDeregisterAnyArgs args) =>
        EventIds.Remove(session, CallbackKind.Network, args.CallbackId, "network");

    /// <summary>Tells what a client of this door has noted down, and what the engine's stream has no event for.</summary>
    public void TellMetadata(Network network, int type, string? uri)
    {
        foreach (var watch in _watches.Hearing(MetadataChange, network.Uuid, _events.LastSequence + 1))
        {
            watch.Session.Send(RemoteProcedure.NetworkEventCallbackMetadataChange, new NetworkEventCallbackMetadataChangeMsg(watch.Callback, network, type, uri));
        }
    }

    private void Tell(LodgeEvent happened)
    {
        if (LifecycleOf(happened.Kind) is not { } what || happened.NetworkId is not { } id)
        {
            return;
        }

        foreach (var watch in _watches.Hearing(Lifecycle, id, happened.Sequence))
        {
            watch.Session.Send(
                RemoteProcedure.NetworkEventLifecycle, new NetworkEventLifecycleMsg(watch.Callback, new Network(happened.NetworkName ?? "", id), what, 0));
        }
    }

    // virNetworkEventLifecycleType.
    private static int? LifecycleOf(EventKind kind) => kind switch
    {
        EventKind.NetworkDefined => 0,
        EventKind.NetworkUndefined => 1,
        EventKind.NetworkStarted => 2,
        EventKind.NetworkStopped => 3,
        _ => null,
    };
}
