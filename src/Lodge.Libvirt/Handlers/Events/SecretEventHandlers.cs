using Lodge.Engine.Events;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Secrets;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Events;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Callbacks for events of secrets, of one or of all.</summary>
internal sealed class SecretEventHandlers
{
    // virSecretEventID.
    private const int Lifecycle = 0;
    private const int ValueChanged = 1;

    // virSecretEventLifecycleType.
    private const int Defined = 0;
    private const int Undefined = 1;

    private readonly ObjectWatches _watches;

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    public SecretEventHandlers(EventStream events) => _watches = new ObjectWatches(events, Tell);

    [Procedure(RemoteProcedure.ConnectSecretEventRegisterAny)]
    public ConnectSecretEventRegisterAnyRet Register(Session session, ConnectSecretEventRegisterAnyArgs args)
    {
        EventIds.Check(args.EventId, ValueChanged);
        return new(_watches.Add(session, CallbackKind.Secret, args.EventId, args.Secret?.Uuid));
    }

    [Procedure(RemoteProcedure.ConnectSecretEventDeregisterAny)]
    public void Deregister(Session session, ConnectSecretEventDeregisterAnyArgs args) =>
        EventIds.Remove(session, CallbackKind.Secret, args.CallbackId, "secret");

    private void Tell(LodgeEvent happened)
    {
        if (happened.Secret is not { } secret)
        {
            return;
        }

        var kind = happened.Kind == EventKind.SecretValueChanged ? ValueChanged : Lifecycle;
        foreach (var watch in _watches.Hearing(kind, secret.Id, happened.Sequence))
        {
            var handle = SecretHandlers.Handle(secret);
            if (kind == ValueChanged)
            {
                watch.Session.Send(RemoteProcedure.SecretEventValueChanged, new SecretEventValueChangedMsg(watch.Callback, handle));
            }
            else
            {
                var what = happened.Kind == EventKind.SecretUndefined ? Undefined : Defined;
                watch.Session.Send(RemoteProcedure.SecretEventLifecycle, new SecretEventLifecycleMsg(watch.Callback, handle, what, 0));
            }
        }
    }
}
