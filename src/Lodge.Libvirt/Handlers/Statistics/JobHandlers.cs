using Lodge.Engine.Jobs;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Events;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Statistics;

/// <summary>Long work on a domain: saves, restores, dumps.</summary>
/// <param name="jobs">All jobs.</param>
/// <param name="domains">All domains.</param>
/// <param name="clock">The time.</param>
internal sealed class JobHandlers(JobBoard jobs, DomainDirectory domains, TimeProvider clock)
{
    private const uint Completed = 1;
    private const uint KeepCompleted = 2;

    // virDomainJobType.
    private const int None = 0;
    private const int Unbounded = 2;
    private const int Succeeded = 3;
    private const int Failed = 4;
    private const int Cancelled = 5;

    /// <summary>The job under way; all zero when there is none. Sizes are those of the memory, in bytes.</summary>
    [Procedure(RemoteProcedure.DomainGetJobInfo)]
    public DomainGetJobInfoRet GetInfo(Session session, DomainGetJobInfoArgs args)
    {
        var vm = domains.Get(args.Dom);
        if (Present(vm) is not { } job)
        {
            return default;
        }

        var (total, done) = Sizes(vm, job);
        return new(Unbounded, Elapsed(job), 0, total, done, total - done, total, done, total - done, 0, 0, 0);
    }

    /// <summary>The job under way, or the last one that has ended, under names.</summary>
    [Procedure(RemoteProcedure.DomainGetJobStats)]
    public DomainGetJobStatsRet GetStats(Session session, DomainGetJobStatsArgs args)
    {
        CallFlags.Check(args.Flags, Completed | KeepCompleted, "virDomainGetJobStats");
        var vm = domains.Get(args.Dom);
        var job = (args.Flags & Completed) != 0 ? Last(vm) : Present(vm);
        return job is null ? new(None, []) : new(TypeOf(job), Parameters(vm, job));
    }

    [Procedure(RemoteProcedure.DomainAbortJob)]
    public async ValueTask AbortAsync(Session session, DomainAbortJobArgs args, CancellationToken cancellation) =>
        await AbortAsync(domains.GetActive(args.Dom), cancellation);

    [Procedure(RemoteProcedure.DomainAbortJobFlags)]
    public async ValueTask AbortAsync(Session session, DomainAbortJobFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virDomainAbortJobFlags");
        await AbortAsync(domains.GetActive(args.Dom), cancellation);
    }

    private async ValueTask AbortAsync(Vm vm, CancellationToken cancellation) =>
        await jobs.CancelAsync((Present(vm) ?? throw DomainDirectory.Invalid("no job is active on the domain")).Id, cancellation);

    private Job? Present(Vm vm) => OfVm(vm).FirstOrDefault(job => job.State == JobState.Running);

    private Job? Last(Vm vm) => OfVm(vm).FirstOrDefault(job => job.State != JobState.Running);

    private IEnumerable<Job> OfVm(Vm vm) => jobs.List().Where(job => job.VmId == vm.Id && DomainEventTranslation.Operation(job.Kind) is not null);

    private TypedParam[] Parameters(Vm vm, Job job)
    {
        var (total, done) = Sizes(vm, job);
        return new TypedParams()
            .Int("operation", DomainEventTranslation.Operation(job.Kind)!.Value)
            .ULong("time_elapsed", Elapsed(job))
            .ULong("data_total", total)
            .ULong("data_processed", done)
            .ULong("data_remaining", total - done)
            .ULong("memory_total", total)
            .ULong("memory_processed", done)
            .ULong("memory_remaining", total - done)
            .Text("errmsg", job.Error?.Message)
            .ToArray();
    }

    private static (ulong Total, ulong Done) Sizes(Vm vm, Job job)
    {
        var total = DomainSizes.MaxMemory(vm.CurrentDefinition) << 10;
        return (total, (ulong)(total * Math.Clamp(job.Progress ?? 0, 0, 1)));
    }

    private ulong Elapsed(Job job) => (ulong)Math.Max(0, ((job.EndedAt ?? clock.GetUtcNow()) - job.StartedAt).TotalMilliseconds);

    private static int TypeOf(Job job) => job.State switch
    {
        JobState.Running => Unbounded,
        JobState.Succeeded => Succeeded,
        JobState.Cancelled => Cancelled,
        _ => Failed,
    };
}
