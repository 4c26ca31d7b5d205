using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Vms;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.DiskJobs;

/// <summary>
/// The moment in which a guest goes over to another image. It stands still from before the durable definition changes
/// until that and QEMU agree, also when QEMU fails in between: while they do not, nothing is written, both images hold
/// the same, and whoever is killed when, the one that the definition names is right.
/// </summary>
/// <remarks>The caller holds the VM. Each step is safe to repeat, also by a later daemon: the run record says that the guest stands still for it.</remarks>
internal sealed partial class DiskPivot(SnapshotBook book, DiskJobEnding ending, LiveVm live, ILogger logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_storePause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Has the guest stand still, before QEMU is told to go over. Not later: a QEMU 7.2 that is told to halt its guest while it
    /// holds back a write for a synchronous copy ends itself (an assertion in <c>bdrv_co_write_req_prepare</c>).
    /// </summary>
    /// <param name="isRunning">Whether the guest runs.</param>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    public async Task HoldAsync(bool isRunning)
    {
        if (isRunning && !live.Intent.HeldForDisk)
        {
            live.Amend(intent => intent with { HeldForDisk = true });
            await live.Process.PauseAsync(CancellationToken.None);
        }
    }

    /// <summary>Goes over: the work is pending. Nothing is changed when the definition cannot be stored.</summary>
    /// <param name="job">The work.</param>
    /// <param name="preempted">Ends the waiting; then it is settled by who comes next.</param>
    /// <returns>Whether the definition was stored.</returns>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    public async Task<bool> RunAsync(DiskJob job, CancellationToken preempted)
    {
        if (!job.Switched && !await TrySwitchAsync(job))
        {
            return false;
        }

        await SettleAsync(job.Id, preempted);
        return true;
    }

    /// <summary>Finds out, for work whose image the definition names already, whether QEMU went over, and has the definition say the same.</summary>
    /// <param name="id">Which work.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">QEMU does not answer.</exception>
    public async Task SettleAsync(Guid id, CancellationToken cancellationToken)
    {
        while (book.Of(live.VmId).FindJob(id) is { Switched: true, Done: false } job && !live.Process.Exited.IsCompleted && !cancellationToken.IsCancellationRequested)
        {
            var now = await live.Process.BlockJobs.FindAsync(LiveDiskJob.NameOf(id), cancellationToken);
            if (now is { Phase: BlockJobPhase.Over } or null)
            {
                await (now is { Error: null } || await IsOverAsync(job) ? FinishAsync(job) : UndoAsync(job, cancellationToken));
                continue;
            }

            if (now.Phase == BlockJobPhase.Pending)
            {
                await FinalizeAsync(id);
            }

            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    /// <summary>Lets the guest go on, if it stands still for this and there is no more reason to.</summary>
    public async Task ReleaseAsync()
    {
        if (!live.Intent.HeldForDisk || book.Of(live.VmId).DiskJobs().Any(job => job is { Switched: true, Done: false }))
        {
            return;
        }

        if (!live.Process.Exited.IsCompleted && await live.Process.QueryStateAsync(CancellationToken.None) == GuestRunState.Paused)
        {
            await live.Process.ResumeAsync(CancellationToken.None);
        }

        live.Amend(intent => intent with { HeldForDisk = false });
    }

    private async Task<bool> TrySwitchAsync(DiskJob job)
    {
        try
        {
            await ending.SwitchAsync(live.VmId, job);
            return true;
        }
        catch (LodgeException failure)
        {
            NotStored(logger, live.Intent.Definition.Name, failure.Message);
            return false;
        }
    }

    private async Task FinalizeAsync(Guid id)
    {
        try
        {
            await live.Process.BlockJobs.AdvanceAsync(LiveDiskJob.NameOf(id), BlockJobStep.Finalize, CancellationToken.None);
        }
        catch (LodgeException refusal)
        {
            Refused(logger, live.Intent.Definition.Name, refusal.Message); // What became of it, the next look tells.
        }
    }

    private async Task<bool> IsOverAsync(DiskJob job)
    {
        var disk = live.Intent.Definition.Disks.First(item => item.Name == job.Disk);
        return job.To!.HostPath() is { } path && await live.Process.Blocks.WritesToAsync(disk, path, CancellationToken.None);
    }

    private Task FinishAsync(DiskJob job) => book.SaveAsync(book.Of(live.VmId).With(job with { Done = true }));

    // The guest must not write before this is stored.
    private async Task UndoAsync(DiskJob job, CancellationToken cancellationToken)
    {
        try
        {
            await ending.UndoAsync(live.VmId, job);
        }
        catch (LodgeException failure)
        {
            NotStored(logger, live.Intent.Definition.Name, failure.Message);
            await Task.WhenAny(live.Process.Exited, Task.Delay(s_storePause, cancellationToken));
        }
    }

    [LoggerMessage(2723, LogLevel.Error, "Where a disk of VM {Vm} lives could not be stored: {Problem}")]
    private static partial void NotStored(ILogger logger, string vm, string problem);

    [LoggerMessage(2724, LogLevel.Debug, "QEMU refused to have the guest of VM {Vm} go on in another image: {Problem}")]
    private static partial void Refused(ILogger logger, string vm, string problem);
}
