using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Events.Notices;

/// <summary>A job on a disk is ready, or over; by the path behind the disk.</summary>
/// <param name="Path">That path.</param>
/// <param name="Type">1 pull, 2 copy, 3 commit, 4 commit of the active image (virDomainBlockJobType).</param>
/// <param name="Status">0 completed, 1 failed, 2 cancelled, 3 ready (virConnectDomainEventBlockJobStatus).</param>
internal sealed record BlockJobNotice(string Path, int Type, int Status) : DomainNotice(DomainEventId.BlockJob)
{
    public override void Send(Session to, int? callback, Domain domain) => Send(
        to, callback,
        RemoteProcedure.DomainEventBlockJob, new DomainEventBlockJobMsg(domain, Path, Type, Status),
        RemoteProcedure.DomainEventCallbackBlockJob, static (number, message) => new DomainEventCallbackBlockJobMsg(number, message));
}

/// <summary>The same by the disk's target.</summary>
/// <param name="Target">Such as <c>vda</c>.</param>
/// <param name="Type">As for <see cref="BlockJobNotice"/>.</param>
/// <param name="Status">As for <see cref="BlockJobNotice"/>.</param>
internal sealed record BlockJobTargetNotice(string Target, int Type, int Status) : DomainNotice(DomainEventId.BlockJob2)
{
    public override void Send(Session to, int? callback, Domain domain) =>
        to.Send(RemoteProcedure.DomainEventBlockJob2, new DomainEventBlockJob2Msg(callback ?? 0, domain, Target, Type, Status));
}
