using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Xdr;

namespace Lodge.Libvirt.Handlers.Events;

/// <summary>Callbacks for what QEMUs report in their own words.</summary>
/// <param name="feed">Tells it.</param>
/// <param name="domains">All domains.</param>
internal sealed class MonitorEventHandlers(MonitorFeed feed, DomainDirectory domains)
{
    [Procedure(QemuProcedure.QemuConnectDomainMonitorEventRegister)]
    public QemuConnectDomainMonitorEventRegisterRet Register(Session session, QemuConnectDomainMonitorEventRegisterArgs args)
    {
        CallFlags.Check(args.Flags, MonitorEventFilter.IsPattern | MonitorEventFilter.IgnoreCase, "virConnectDomainQemuMonitorEventRegister");
        var (filter, only) = (new MonitorEventFilter(args.Event, args.Flags), args.Dom?.Uuid);
        return new(session.Callbacks.Add(CallbackKind.Monitor, number => feed.Subscribe((vmId, happened) =>
        {
            if ((only is null || only == vmId) && filter.Matches(happened.Name) && domains.Find(vmId) is { } vm)
            {
                Tell(session, number, domains.Handle(vm), happened);
            }
        })));
    }

    // QEMU's own thread of events must not stumble over a client.
    private static void Tell(Session session, int number, Domain domain, MonitorEvent happened)
    {
        try
        {
            session.Send(QemuProcedure.QemuDomainMonitorEvent, new QemuDomainMonitorEventMsg(
                number,
                domain,
                happened.Name,
                happened.Time.ToUnixTimeSeconds(),
                (uint)(happened.Time.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond),
                happened.Data));
        }
        catch (XdrException tooLarge)
        {
            session.Drop($"QEMU's event {happened.Name} cannot be sent: {tooLarge.Message}");
        }
    }

    [Procedure(QemuProcedure.QemuConnectDomainMonitorEventDeregister)]
    public void Deregister(Session session, QemuConnectDomainMonitorEventDeregisterArgs args) =>
        EventIds.Remove(session, CallbackKind.Monitor, args.CallbackId, "qemu monitor");
}
