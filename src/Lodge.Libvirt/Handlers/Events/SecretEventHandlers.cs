using System.Collections.Immutable;
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

    private readonly EventTap _tap;
    private ImmutableArray<Watch> _watches = [];

    /// <summary>Nothing is read before somebody listens.</summary>
    /// <param name="events">The engine's stream.</param>
    public SecretEventHandlers(EventStream events) => _tap = new EventTap(events, () => Tell, DropAll);

    [Procedure(RemoteProcedure.ConnectSecretEventRegisterAny)]
    public ConnectSecretEventRegisterAnyRet Register(Session session, ConnectSecretEventRegisterAnyArgs args)
    {
        EventIds.Check(args.EventId, ValueChanged);
        return new(session.Callbacks.Add(CallbackKind.Secret, number => Add(new Watch(session, args.EventId, args.Secret?.Uuid, number))));
    }

    [Procedure(RemoteProcedure.ConnectSecretEventDeregisterAny)]
    public void Deregister(Session session, ConnectSecretEventDeregisterAnyArgs args) =>
        EventIds.Remove(session, CallbackKind.Secret, args.CallbackId, "secret");

    private Registration Add(Watch wanted)
    {
        var watch = wanted;
        _tap.Join(after =>
        {
            watch = wanted with { After = after };
            _watches = _watches.Add(watch);
        });
        return new Registration(this, watch);
    }

    private void Tell(LodgeEvent happened)
    {
        if (happened.Secret is not { } secret)
        {
            return;
        }

        var kind = happened.Kind == EventKind.SecretValueChanged ? ValueChanged : Lifecycle;
        foreach (var watch in _watches.Where(watch => watch.Hears(kind, secret.Id, happened.Sequence)))
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

    private void DropAll(string reason)
    {
        foreach (var session in _watches.Select(watch => watch.Session).Distinct())
        {
            session.Drop(reason);
        }
    }

    private sealed record Watch(Session Session, int Kind, Guid? Only, int Callback)
    {
        // Number of the last event before the callback was registered.
        public long After { get; init; }

        public bool Hears(int kind, Guid secret, long sequence) => kind == Kind && sequence > After && (Only is null || Only == secret);
    }

    private sealed class Registration(SecretEventHandlers hub, Watch watch) : IDisposable
    {
        public void Dispose() =>
            hub._tap.Leave(() => hub._watches = hub._watches.RemoveAll(other => ReferenceEquals(other, watch)));
    }
}
