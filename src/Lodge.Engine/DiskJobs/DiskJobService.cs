using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Vms;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.DiskJobs;

/// <summary>Copying, merging and moving disks of VMs, while their guests run or not. Each piece of work is a job; a disk has one at a time.</summary>
public sealed partial class DiskJobService
{
    private readonly VmCore _core;
    private readonly SnapshotBook _book;
    private readonly IDiskLayers _layers;
    private readonly DiskTargets _targets;
    private readonly DiskJobEnding _ending;
    private readonly DiskJobPreparation _preparation;
    private readonly DiskJobBoard _board = new();
    private readonly ILogger _logger;

    internal DiskJobService(VmCore core, IDiskLayers layers, DiskTargets targets, ILoggerFactory loggers)
    {
        (_core, _layers, _targets, _logger) = (core, layers, targets, loggers.CreateLogger<DiskJobService>());
        _book = core.Snapshots.Book;
        _ending = new DiskJobEnding(core, _book, core.Snapshots.Merging, layers, targets, _logger);
        _preparation = new DiskJobPreparation(_book, core.Snapshots.Use, layers, targets);
    }

    /// <summary>The work on disks that goes on, by VM and disk. Waits for nothing.</summary>
    /// <param name="vm">Name or id; null for all VMs.</param>
    /// <exception cref="LodgeException">There is no such VM.</exception>
    public IReadOnlyList<DiskJobStatus> List(string? vm) => _board.List(vm is null ? null : _core.Inventory.Get(vm).Id);

    /// <summary>The work on a disk; null when there is none. Waits for nothing.</summary>
    /// <param name="vm">Name or id of the VM.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <exception cref="LodgeException">There is no such VM.</exception>
    public DiskJobStatus? Find(string vm, string disk)
    {
        var present = _core.Inventory.Get(vm);
        return Find(present, disk) is { } job ? _board.Find(job.Id) ?? LiveDiskJob.StatusOf(present.Name, job) : null;
    }

    /// <summary>Begins work on a disk. What can be refused is refused at once.</summary>
    /// <param name="vm">Name or id of the VM.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="cancellationToken">Ends the beginning.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">It makes no sense now, or could not be begun; nothing is left of it.</exception>
    public async Task<Job> BeginAsync(string vm, DiskJobWish wish, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "work on a disk", cancellationToken);
        var live = _core.Live.Find(id);
        await _core.Snapshots.SettleAsync(id, live, cancellationToken);
        var present = _core.Inventory.Get(id);
        var plan = await _preparation.PlanAsync(present, live, wish, Guid.CreateVersion7(), cancellationToken);
        if (DiskJobPlanner.IsNothing(plan.Job))
        {
            _ending.Announce(id, plan.Job, DiskJobState.Completed);
            return _core.Jobs.Run(KindOf(plan.Job), id, present.Name, static (_, _) => Task.CompletedTask, plan.Job.Id);
        }

        if (live is null)
        {
            return _core.Jobs.Run(
                KindOf(plan.Job), id, present.Name, (progress, token) => RunStoppedAsync(id, wish, plan.Job.Id, progress, token), plan.Job.Id);
        }

        plan = await _preparation.MakeAsync(id, live, plan, cancellationToken);
        try
        {
            await live.Process.BlockJobs.StartAsync(
                DiskJobPlanner.StartOf(plan.Job, LiveDiskJob.NameOf(plan.Job.Id), plan.Disk, plan.Chain), cancellationToken);
        }
        catch
        {
            await _ending.AbandonAsync(id, live, plan.Job, DiskJobState.Failed);
            throw;
        }

        return Follow(present, live, plan.Job);
    }

    /// <summary>Limits how much is copied, from now on.</summary>
    /// <param name="vm">Name or id of the VM.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <param name="speed">Bytes a second; 0 for no limit.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">There is no such work, or the VM is stopped.</exception>
    public Task SetSpeedAsync(string vm, string disk, long speed, CancellationToken cancellationToken) => ChangeAsync(
        vm, disk, "have its work limited", async (live, job) =>
        {
            await live.Process.BlockJobs.SetSpeedAsync(LiveDiskJob.NameOf(job.Id), speed, cancellationToken);
            return job with { Speed = speed };
        },
        cancellationToken);

    /// <summary>Has the guest go on in the copy, as soon as it has caught up.</summary>
    /// <param name="vm">Name or id of the VM.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <param name="mustBeReady">Whether it must have caught up already.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">There is no such work, or nothing to go on in.</exception>
    public async Task<Job> PivotAsync(string vm, string disk, bool mustBeReady, CancellationToken cancellationToken)
    {
        var id = Get(vm, disk).Id;
        await ChangeAsync(
            vm, disk, "go on in a copy", (_, job) => job.Kind is not (DiskJobKind.Copy or DiskJobKind.ActiveCommit)
                ? throw new LodgeException(ErrorCode.InvalidState, $"Disk '{job.Disk}' is not being copied: there is nothing to go on in.")
                : mustBeReady && _board.Find(job.Id) is not { Ready: true }
                    ? throw new LodgeException(ErrorCode.InvalidState, $"The copy of disk '{job.Disk}' has not caught up with the guest yet.", "Wait until it is ready.")
                    : Task.FromResult(job with { AtReady = AtReady.Pivot }),
            cancellationToken);
        return _core.Jobs.Get(id);
    }

    /// <summary>
    /// Ends work: a copy that has caught up and waits is left as it is, and the guest stays where it is; all else is given
    /// up, and what was made for it is removed.
    /// </summary>
    /// <param name="vm">Name or id of the VM.</param>
    /// <param name="disk">Name of the disk, or path of its image.</param>
    /// <param name="wait">Whether to wait until it is over.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The job as it is then.</returns>
    /// <exception cref="LodgeException">There is no such work.</exception>
    public async Task<Job> EndAsync(string vm, string disk, bool wait, CancellationToken cancellationToken)
    {
        var job = Get(vm, disk);
        if (job.AtReady == AtReady.Wait && _board.Find(job.Id) is { Ready: true })
        {
            await ChangeAsync(vm, disk, "leave a copy", (_, now) => Task.FromResult(now with { AtReady = AtReady.Finish }), cancellationToken);
            return wait ? await _core.Jobs.WaitAsync(job.Id, Timeout.InfiniteTimeSpan, cancellationToken) : _core.Jobs.Get(job.Id);
        }

        var cancelled = _core.Jobs.CancelAsync(job.Id, cancellationToken);
        return wait ? await cancelled : _core.Jobs.Get(job.Id);
    }

    /// <summary>Settles work on a VM whose QEMU is gone. The caller holds the VM.</summary>
    internal Task SettleStoppedAsync(Guid vmId) => _ending.SettleStoppedAsync(vmId);

    /// <summary>Has a guest go on that stood still, when a former daemon ended, to go over to another image. The caller holds the VM.</summary>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    internal async Task SettlePivotsAsync(LiveVm live, CancellationToken cancellationToken)
    {
        var pivot = new DiskPivot(_book, _ending, live, _logger);
        foreach (var job in _book.Of(live.VmId).DiskJobs())
        {
            await pivot.SettleAsync(job.Id, cancellationToken);
        }

        await pivot.ReleaseAsync();
    }

    /// <summary>Refuses what would get in the way of work on a VM's disks.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    internal void ThrowIfAny(Vm vm, string verb, string? disk = null) => _book.Of(vm.Id).ThrowIfDiskJob(vm.Name, verb, disk);

    /// <summary>Takes up what former daemons left: work that QEMU goes on with is followed, other work is settled.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var set in _book.All.Where(set => set.DiskJobs().Count > 0))
        {
            try
            {
                using var pass = await _core.Gates.QueueAsync(set.VmId, "recovery", cancellationToken);
                if (_core.Live.Find(set.VmId) is not { } live || _core.Inventory.Find(set.VmId) is not { } vm)
                {
                    await _ending.SettleStoppedAsync(set.VmId);
                    continue;
                }

                foreach (var job in set.DiskJobs())
                {
                    _targets.Hold(job);
                    Follow(vm, live, job);
                }
            }
            catch (LodgeException failure)
            {
                RecoveryFailed(_logger, set.VmId, failure.Message);
            }
        }
    }

    private Job Follow(Vm vm, LiveVm live, DiskJob job)
    {
        _board.Note(vm.Id, LiveDiskJob.StatusOf(vm.Name, job));
        var follower = new LiveDiskJob(_core, _book, _ending, _board, live, job, _logger);
        return _core.Jobs.Run(KindOf(job), vm.Id, vm.Name, follower.FollowAsync, job.Id);
    }

    private async Task RunStoppedAsync(Guid vmId, DiskJobWish wish, Guid jobId, Jobs.JobProgress progress, CancellationToken cancellationToken)
    {
        using var pass = await _core.Gates.EnterAsync(vmId, "work on a disk", cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pass.Preempted);
        var vm = _core.Inventory.Get(vmId);
        if (vm.Status.IsLive)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"VM '{vm.Name}' was started meanwhile.", "Try again: its disk is worked on while it runs, too.");
        }

        var plan = await _preparation.PlanAsync(vm, null, wish, jobId, either.Token);
        plan = await _preparation.MakeAsync(vmId, null, plan, either.Token);
        await new StoppedDiskJob(_layers, _ending).RunAsync(vmId, plan.Job, plan.Chain, progress, either.Token);
    }

    private async Task ChangeAsync(string vm, string disk, string verb, Func<LiveVm, DiskJob, Task<DiskJob>> change, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "change of work on a disk", cancellationToken);
        var live = _core.Live.Get(_core.Inventory.Get(id), verb);
        var changed = await change(live, Get(vm, disk));
        await _book.SaveAsync(_book.Of(id).With(changed));
        if (_board.Find(changed.Id) is { } status)
        {
            _board.Note(id, status with { Speed = changed.Speed, AtReady = changed.AtReady });
        }
    }

    private DiskJob Get(string vm, string disk)
    {
        var present = _core.Inventory.Get(vm);
        return Find(present, disk) ?? throw new LodgeException(
            ErrorCode.JobNotFound, $"Nothing is done to disk '{disk}' of VM '{present.Name}'.", "'lodge disk jobs' lists the work on disks.");
    }

    private DiskJob? Find(Vm vm, string disk)
    {
        var name = vm.CurrentDefinition.FindDisk(disk)?.Name ?? disk;
        return _book.Of(vm.Id).DiskJobs().FirstOrDefault(job => job.Disk == name);
    }

    private static JobKind KindOf(DiskJob job) => job.Kind switch
    {
        DiskJobKind.Copy => JobKind.CopyDisk,
        DiskJobKind.Pull => JobKind.PullDisk,
        _ => JobKind.CommitDisk,
    };

    [LoggerMessage(2731, LogLevel.Warning, "Work on disks of VM {Vm} could not be taken up again: {Problem}")]
    private static partial void RecoveryFailed(ILogger logger, Guid vm, string problem);
}
