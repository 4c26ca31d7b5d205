using Lodge.Engine.Jobs;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Jobs;
using Lodge.Model.Vms.Usage;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Whether a domain can be controlled, and what is measured in its processors.</summary>
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

    // What virDomainSetPerfEvents knows; VMs are not measured by any of it.
    private static readonly string[] s_perfEvents =
    [
        "cmt", "mbmt", "mbml", "cpu_cycles", "instructions", "cache_references", "cache_misses", "branch_instructions",
        "branch_misses", "bus_cycles", "stalled_cycles_frontend", "stalled_cycles_backend", "ref_cpu_cycles", "cpu_clock",
        "task_clock", "page_faults", "context_switches", "cpu_migrations", "page_faults_min", "page_faults_maj",
        "alignment_faults", "emulation_faults",
    ];

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

    /// <summary>All performance events, none of them switched on.</summary>
    [Procedure(RemoteProcedure.DomainGetPerfEvents)]
    public DomainGetPerfEventsRet GetPerfEvents(Session session, DomainGetPerfEventsArgs args)
    {
        CallFlags.Check(args.Flags, 7, "virDomainGetPerfEvents");
        domains.Get(args.Dom);
        return new(s_perfEvents.Aggregate(new TypedParams(), (all, name) => all.Boolean(name, value: false)).ToArray());
    }

    /// <summary>To switch off what is off is no change; more is not offered.</summary>
    [Procedure(RemoteProcedure.DomainSetPerfEvents)]
    public void SetPerfEvents(Session session, DomainSetPerfEventsArgs args)
    {
        CallFlags.Check(args.Flags, 7, "virDomainSetPerfEvents");
        domains.Get(args.Dom);
        foreach (var param in args.Params)
        {
            if (!s_perfEvents.Contains(param.Field) || param.Value.Kind != TypedParamValueKind.Boolean)
            {
                throw new LibvirtException(ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"parameter '{param.Field}' not supported");
            }

            if (param.Value.AsBoolean() != 0)
            {
                throw new LibvirtException(
                    ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"performance event '{param.Field}' cannot be measured; use perf kvm on the host");
            }
        }
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
