using Lodge.Engine.Jobs;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Jobs;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Whether a domain can be controlled, and how its memory is kept from the host.</summary>
/// <param name="reader">Asks QEMU.</param>
/// <param name="domains">All domains.</param>
/// <param name="jobs">Long work.</param>
/// <param name="clock">The time.</param>
internal sealed class ControlHandlers(UsageReader reader, DomainDirectory domains, JobBoard jobs, TimeProvider clock)
{
    // virDomainControlState, and the reason of its error.
    private const uint Fine = 0;
    private const uint AtWork = 1;
    private const uint Broken = 3;
    private const uint ByMonitor = 2;

    [Procedure(RemoteProcedure.DomainGetControlInfo)]
    public async ValueTask<DomainGetControlInfoRet> GetControlAsync(Session session, DomainGetControlInfoArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainGetControlInfo");
        var (vm, usage) = await reader.ReadAsync(args.Dom, UsageParts.Vcpus, cancellation);
        if (usage.Missing is not null)
        {
            return new(Broken, ByMonitor, 0);
        }

        var job = jobs.List().FirstOrDefault(job =>
            job.VmId == vm.Id && job.State == JobState.Running && DomainEventTranslation.Operation(job.Kind) is not null);
        return job is null ? new(Fine, 0, 0) : new(AtWork, 0, (ulong)Math.Max(0, (clock.GetUtcNow() - job.StartedAt).TotalMilliseconds));
    }

    /// <summary>Nothing: only guests with encrypted memory have something to tell, and their keys are not handed on.</summary>
    [Procedure(RemoteProcedure.DomainGetLaunchSecurityInfo)]
    public DomainGetLaunchSecurityInfoRet GetLaunchSecurity(Session session, DomainGetLaunchSecurityInfoArgs args)
    {
        CallFlags.Check(args.Flags, 4, "virDomainGetLaunchSecurityInfo");
        domains.Get(args.Dom);
        return new([]);
    }
}
