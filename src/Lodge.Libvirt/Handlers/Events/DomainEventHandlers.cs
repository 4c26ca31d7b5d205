using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Callbacks for events of domains, each with a number of its own, of one domain or of all.</summary>
/// <param name="hub">Tells them.</param>
internal sealed class DomainEventHandlers(DomainEventHub hub)
{
    [Procedure(RemoteProcedure.ConnectDomainEventCallbackRegisterAny)]
    public ConnectDomainEventCallbackRegisterAnyRet Register(Session session, ConnectDomainEventCallbackRegisterAnyArgs args)
    {
        EventIds.Check(args.EventId, (int)DomainEventId.ChannelLifecycle);
        return new(session.Callbacks.Add(
            CallbackKind.Domain, number => hub.Add(new DomainWatch(session, (DomainEventId)args.EventId, args.Dom?.Uuid, number))));
    }

    [Procedure(RemoteProcedure.ConnectDomainEventCallbackDeregisterAny)]
    public void Deregister(Session session, ConnectDomainEventCallbackDeregisterAnyArgs args) =>
        EventIds.Remove(session, CallbackKind.Domain, args.CallbackId, "domain");
}
