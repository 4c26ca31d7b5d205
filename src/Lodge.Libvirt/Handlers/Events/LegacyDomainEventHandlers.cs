using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>
/// The older registration, of clients before libvirt 1.2.5: once a connection for each kind of event, of all domains;
/// events come without a number.
/// </summary>
/// <param name="hub">Tells them.</param>
internal sealed class LegacyDomainEventHandlers(DomainEventHub hub)
{
    [Procedure(RemoteProcedure.ConnectDomainEventRegister)]
    public ConnectDomainEventRegisterRet Register(Session session)
    {
        Add(session, DomainEventId.Lifecycle);
        return new(1);
    }

    [Procedure(RemoteProcedure.ConnectDomainEventDeregister)]
    public ConnectDomainEventDeregisterRet Deregister(Session session)
    {
        Remove(session, DomainEventId.Lifecycle);
        return new(0);
    }

    [Procedure(RemoteProcedure.ConnectDomainEventRegisterAny)]
    public void Register(Session session, ConnectDomainEventRegisterAnyArgs args)
    {
        EventIds.Check(args.EventId, (int)DomainEventId.DeviceRemoved);
        Add(session, (DomainEventId)args.EventId);
    }

    [Procedure(RemoteProcedure.ConnectDomainEventDeregisterAny)]
    public void Deregister(Session session, ConnectDomainEventDeregisterAnyArgs args)
    {
        EventIds.Check(args.EventId, (int)DomainEventId.DeviceRemoved);
        Remove(session, (DomainEventId)args.EventId);
    }

    private void Add(Session session, DomainEventId id)
    {
        if (!session.Unnumbered.TryAdd(
            (int)id, () => session.Callbacks.Add(CallbackKind.Domain, _ => hub.Add(new DomainWatch(session, id, null, null)))))
        {
            throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Rpc, $"domain event {(int)id} already registered");
        }
    }

    private static void Remove(Session session, DomainEventId id)
    {
        if (session.Unnumbered.TryRemove((int)id) is not { } number || !session.Callbacks.Remove(CallbackKind.Domain, number))
        {
            throw new LibvirtException(ErrorNumber.InternalError, ErrorOrigin.Rpc, $"domain event {(int)id} not registered");
        }
    }
}
