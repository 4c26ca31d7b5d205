using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>
/// Callbacks for events of host devices. They are taken and never called: nothing happens to these yet that
/// clients could hear of.
/// </summary>
internal sealed class OtherEventHandlers
{
    // Each family has two kinds of events.
    private const int Last = 1;

    [Procedure(RemoteProcedure.ConnectNodeDeviceEventRegisterAny)]
    public ConnectNodeDeviceEventRegisterAnyRet Register(Session session, ConnectNodeDeviceEventRegisterAnyArgs args) =>
        new(Add(session, CallbackKind.NodeDevice, args.EventId));

    [Procedure(RemoteProcedure.ConnectNodeDeviceEventDeregisterAny)]
    public void Deregister(Session session, ConnectNodeDeviceEventDeregisterAnyArgs args) =>
        EventIds.Remove(session, CallbackKind.NodeDevice, args.CallbackId, "node device");

    private static int Add(Session session, CallbackKind kind, int id)
    {
        EventIds.Check(id, Last);
        return session.Callbacks.Add(kind, _ => new Silence());
    }

    private sealed class Silence : IDisposable
    {
        public void Dispose()
        {
            // Nothing was subscribed to.
        }
    }
}
