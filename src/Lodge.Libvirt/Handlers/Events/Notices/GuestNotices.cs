using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events.Notices;

/// <summary>The guest rebooted.</summary>
internal sealed record RebootNotice() : DomainNotice(DomainEventId.Reboot)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventReboot, new DomainEventRebootMsg(domain),
        RemoteProcedure.DomainEventCallbackReboot, static (number, message) => new DomainEventCallbackRebootMsg(number, message));
}

/// <summary>The guest set its clock.</summary>
/// <param name="Offset">How far it is ahead of UTC, seconds.</param>
internal sealed record RtcNotice(long Offset) : DomainNotice(DomainEventId.RtcChange)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventRtcChange, new DomainEventRtcChangeMsg(domain, Offset),
        RemoteProcedure.DomainEventCallbackRtcChange, static (number, message) => new DomainEventCallbackRtcChangeMsg(number, message));
}

/// <summary>The watchdog fired.</summary>
/// <param name="Action">What it did (virDomainEventWatchdogAction).</param>
internal sealed record WatchdogNotice(int Action) : DomainNotice(DomainEventId.Watchdog)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventWatchdog, new DomainEventWatchdogMsg(domain, Action),
        RemoteProcedure.DomainEventCallbackWatchdog, static (number, message) => new DomainEventCallbackWatchdogMsg(number, message));
}

/// <summary>The guest went to sleep.</summary>
internal sealed record PmSuspendNotice() : DomainNotice(DomainEventId.PmSuspend)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventPmsuspend, new DomainEventPmsuspendMsg(domain),
        RemoteProcedure.DomainEventCallbackPmsuspend, static (number, message) => new DomainEventCallbackPmsuspendMsg(number, 0, message));
}

/// <summary>The guest went to sleep on its disk.</summary>
internal sealed record PmSuspendDiskNotice() : DomainNotice(DomainEventId.PmSuspendDisk)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventPmsuspendDisk, new DomainEventPmsuspendDiskMsg(domain),
        RemoteProcedure.DomainEventCallbackPmsuspendDisk, static (number, message) => new DomainEventCallbackPmsuspendDiskMsg(number, 0, message));
}

/// <summary>The guest woke up.</summary>
internal sealed record PmWakeupNotice() : DomainNotice(DomainEventId.PmWakeup)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventPmwakeup, new DomainEventPmwakeupMsg(domain),
        RemoteProcedure.DomainEventCallbackPmwakeup, static (number, message) => new DomainEventCallbackPmwakeupMsg(number, 0, message));
}

/// <summary>The guest's agent came or went.</summary>
/// <param name="IsConnected">Whether it is there.</param>
internal sealed record AgentNotice(bool IsConnected) : DomainNotice(DomainEventId.AgentLifecycle)
{
    private const int Channel = 2;

    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventCallbackAgentLifecycle,
        new DomainEventCallbackAgentLifecycleMsg(callback ?? 0, domain, IsConnected ? 1 : 2, Channel));
}

/// <summary>Long work ended.</summary>
/// <param name="Parameters">What it was and how it went.</param>
internal sealed record JobNotice(IReadOnlyList<TypedParam> Parameters) : DomainNotice(DomainEventId.JobCompleted)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventCallbackJobCompleted, new DomainEventCallbackJobCompletedMsg(callback ?? 0, domain, [.. Parameters]));
}

/// <summary>A client noted something down on the domain.</summary>
/// <param name="Type">0 description, 1 title, 2 an element (virDomainMetadataType).</param>
/// <param name="Uri">The element's namespace; null for the others.</param>
internal sealed record MetadataNotice(int Type, string? Uri) : DomainNotice(DomainEventId.MetadataChange)
{
    public override void Send(Session to, int? callback, Domain domain) => to.Send(
        RemoteProcedure.DomainEventCallbackMetadataChange, new DomainEventCallbackMetadataChangeMsg(callback ?? 0, domain, Type, Uri));
}
