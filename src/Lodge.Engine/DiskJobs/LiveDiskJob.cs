using Lodge.Engine.Gating;
using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Vms;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Vms.States;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.DiskJobs;

/// <summary>
/// Follows work that QEMU does, from its beginning or from where a former daemon left it, to its end. The VM is held only
/// for the steps that change something: others can work with it while data is copied.
/// </summary>
/// <remarks>
/// QEMU halts a copy that shall be pivoted to when both sides are the same and on the disk, and lets no write of the
/// guest through. In that moment the definition changes, durably; only then QEMU goes on in the copy (<see cref="DiskPivot"/>).
/// </remarks>
internal sealed partial class LiveDiskJob(VmCore core, SnapshotBook book, DiskJobEnding ending, DiskJobBoard board, LiveVm live, DiskJob first, ILogger logger)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(250);

    private readonly string _name = NameOf(first.Id);
    private readonly DiskPivot _pivot = new(book, ending, live, logger);
    private bool _toldReady;

    private IVmBlockJobs Jobs => live.Process.BlockJobs;

    /// <summary>QEMU's name for work.</summary>
    public static string NameOf(Guid id) => $"disk-{id.ToString("N")[..24]}";

    /// <summary>Follows it to its end.</summary>
    /// <exception cref="LodgeException">It failed; the disk is as it was.</exception>
    public async Task FollowAsync(JobProgress progress, CancellationToken cancellationToken)
    {
        progress.Step(StepOf(first));
        try
        {
            for (var pause = s_firstPause; !await StepAsync(progress); pause = Longer(pause))
            {
                await Task.WhenAny(live.Process.Exited, Task.Delay(pause, cancellationToken));
                if (cancellationToken.IsCancellationRequested)
                {
                    await CancelAsync();
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            board.Forget(first.Id);
        }
    }

    /// <returns>Whether it is over.</returns>
    private async Task<bool> StepAsync(JobProgress progress)
    {
        if (live.Process.Exited.IsCompleted)
        {
            await LostAsync();
            return true;
        }

        var (answered, now) = await LookAsync();
        Note(now, progress);
        return now switch
        {
            null when !answered => false,
            { Phase: BlockJobPhase.Copying } => false,
            { Phase: BlockJobPhase.Ready } when Present is { AtReady: AtReady.Wait } => false,
            _ => await FinishAsync(),
        };
    }

    private DiskJob? Present => book.Of(live.VmId).FindJob(first.Id);

    // Whoever holds the VM may wait for the guest, whose writes wait while a copy is pending: so the VM is held before.
    private async Task<bool> FinishAsync()
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "work on a disk", CancellationToken.None);
        try
        {
            return await FinishAsync(pass);
        }
        finally
        {
            await ReleaseAsync(pass);
        }
    }

    // A QEMU that does not answer now still has to let its guest go on.
    private async Task ReleaseAsync(Pass pass)
    {
        while (true)
        {
            try
            {
                await _pivot.ReleaseAsync();
                return;
            }
            catch (LodgeException silence) when (!live.Process.Exited.IsCompleted && !pass.Preempted.IsCancellationRequested)
            {
                NotAnswered(logger, live.Intent.Definition.Name, silence.Message);
                await Task.Delay(s_longestPause);
            }
        }
    }

    private async Task<bool> FinishAsync(Pass pass)
    {
        var pause = s_firstPause;
        for (var asked = false; Present is { } job && !live.Process.Exited.IsCompleted; pause = Longer(pause))
        {
            var (answered, now) = await LookAsync();
            switch (now)
            {
                case { Phase: BlockJobPhase.Ready } when !asked:
                    if (job.AtReady == AtReady.Wait)
                    {
                        return false;
                    }

                    asked = job.AtReady == AtReady.Pivot ? await BeginPivotAsync(job) : await TryAsync(BlockJobStep.Leave);
                    break;
                case { Phase: BlockJobPhase.Pending }:
                    await (job is { AtReady: AtReady.Pivot, To: not null } ? PivotAsync(job, pass.Preempted) : TryAsync(BlockJobStep.Finalize));
                    break;
                case { Phase: BlockJobPhase.Over } over:
                    await OverAsync(job, over.Error);
                    return true;
                case null when answered:
                    await GoneAsync(job);
                    return true;
            }

            if (pass.Preempted.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(pause);
        }

        return false;
    }

    private async Task<bool> BeginPivotAsync(DiskJob job)
    {
        try
        {
            await _pivot.HoldAsync(job.To is not null && core.Inventory.Get(live.VmId).Status.State == VmState.Running);
        }
        catch (LodgeException silence)
        {
            NotAnswered(logger, live.Intent.Definition.Name, silence.Message);
            return false;
        }

        return await TryAsync(BlockJobStep.Pivot);
    }

    // The guest's writes wait: when the definition cannot be stored, they must not wait for ever.
    private async Task PivotAsync(DiskJob job, CancellationToken preempted)
    {
        try
        {
            if (!await _pivot.RunAsync(job, preempted))
            {
                await TryAsync(BlockJobStep.Cancel);
            }
        }
        catch (LodgeException silence)
        {
            NotAnswered(logger, live.Intent.Definition.Name, silence.Message);
        }
    }

    private async Task<(bool Answered, BlockJobProgress? Now)> LookAsync()
    {
        try
        {
            return (true, await Jobs.FindAsync(_name, CancellationToken.None));
        }
        catch (LodgeException silence)
        {
            NotAnswered(logger, live.Intent.Definition.Name, silence.Message);
            return (false, null);
        }
    }

    private async Task OverAsync(DiskJob job, string? error)
    {
        if (error is null)
        {
            var done = job with { Done = true };
            await book.SaveAsync(book.Of(live.VmId).With(done));
            await _pivot.ReleaseAsync();
            await TryAsync(BlockJobStep.Dismiss);
            await ending.CompleteAsync(live.VmId, live, done);
            return;
        }

        await TryAsync(BlockJobStep.Dismiss);
        await UnlessSwitchedAsync(job);
        throw new LodgeException(
            error.Contains("No space left", StringComparison.Ordinal) ? ErrorCode.InsufficientResources : ErrorCode.HypervisorFailed,
            $"The QEMU of VM '{live.Intent.Definition.Name}' could not finish {StepOf(job)}: {error.TrimEnd('.')}.",
            "The disk is as it was. Put right what it says, and try again.");
    }

    // QEMU does not know it: it never began, or was done and forgotten.
    private async Task GoneAsync(DiskJob job)
    {
        if (job.Done || job.Kind is DiskJobKind.Pull or DiskJobKind.Commit)
        {
            await ending.CompleteAsync(live.VmId, live, job);
            return;
        }

        if (!await UnlessSwitchedAsync(job))
        {
            throw new LodgeException(
                ErrorCode.HypervisorFailed, $"The QEMU of VM '{live.Intent.Definition.Name}' does not know of {StepOf(job)} any more; the disk is as it was.", "Try again.");
        }
    }

    /// <returns>Whether the guest goes on in the new image all the same.</returns>
    private async Task<bool> UnlessSwitchedAsync(DiskJob job)
    {
        if (job.Switched)
        {
            var disk = live.Intent.Definition.Disks.First(item => item.Name == job.Disk);
            if (job.To!.HostPath() is { } path && await live.Process.Blocks.WritesToAsync(disk, path, CancellationToken.None))
            {
                await ending.CompleteAsync(live.VmId, live, job);
                return true;
            }

            job = await ending.UndoAsync(live.VmId, job);
        }

        await ending.AbandonAsync(live.VmId, live, job, DiskJobState.Failed);
        return false;
    }

    private async Task LostAsync()
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "work on a disk", CancellationToken.None);
        var job = Present;
        await ending.SettleStoppedAsync(live.VmId);
        if (job is not ({ Switched: true } or { Done: true }))
        {
            throw new LodgeException(
                ErrorCode.Cancelled, $"VM '{live.Intent.Definition.Name}' stopped during {StepOf(first)}; the disk is as it was.", "Try again; a stopped VM will do, too.");
        }
    }

    private async Task CancelAsync()
    {
        using var pass = await core.Gates.QueueAsync(live.VmId, "work on a disk", CancellationToken.None);
        if (Present is not { Switched: false, Done: false } job)
        {
            return; // It was done in this very moment.
        }

        for (var asked = false; !live.Process.Exited.IsCompleted; asked = asked || await TryAsync(BlockJobStep.Cancel))
        {
            if (await LookAsync() is { Answered: true, Now: null or { Phase: BlockJobPhase.Over } })
            {
                break;
            }

            await Task.Delay(s_firstPause);
        }

        await TryAsync(BlockJobStep.Dismiss);
        await ending.AbandonAsync(live.VmId, live, job, DiskJobState.Cancelled);
    }

    // QEMU refuses what has happened already; what became of it, the next look tells.
    private async Task<bool> TryAsync(BlockJobStep step)
    {
        try
        {
            await Jobs.AdvanceAsync(_name, step, CancellationToken.None);
            return true;
        }
        catch (LodgeException refusal)
        {
            Refused(logger, step, live.Intent.Definition.Name, refusal.Message);
            return false;
        }
    }

    private void Note(BlockJobProgress? now, JobProgress progress)
    {
        if (now is null || Present is not { } job)
        {
            return;
        }

        var ready = now.Phase is BlockJobPhase.Ready or BlockJobPhase.Pending;
        board.Note(live.VmId, StatusOf(live.Intent.Definition.Name, job) with { Done = now.Done, Total = now.Total, Speed = now.Speed, Ready = ready });
        if (now.Total > 0)
        {
            progress.Report((Math.Clamp((double)now.Done / now.Total, 0, 1), StepOf(job)));
        }

        if (ready && !_toldReady)
        {
            _toldReady = true;
            ending.Announce(live.VmId, job, DiskJobState.Ready);
        }
    }

    /// <summary>What is known of work before QEMU is asked.</summary>
    public static DiskJobStatus StatusOf(string vm, DiskJob job) => new()
    {
        Vm = vm,
        Disk = job.Disk,
        JobId = job.Id,
        Kind = job.Kind,
        Speed = job.Speed,
        AtReady = job.AtReady,
        To = job.To?.Describe(),
        ToFormat = job.ToFormat,
    };

    /// <summary>Work in words, as a noun.</summary>
    public static string StepOf(DiskJob job) => job.Kind switch
    {
        DiskJobKind.Copy => $"copying disk {job.Disk}",
        DiskJobKind.Pull => $"pulling into disk {job.Disk}",
        _ => $"committing disk {job.Disk}",
    };

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 > s_longestPause ? s_longestPause : pause * 2;

    [LoggerMessage(2721, LogLevel.Debug, "The QEMU of VM {Vm} did not tell how far work on a disk is, and is asked again: {Problem}")]
    private static partial void NotAnswered(ILogger logger, string vm, string problem);

    [LoggerMessage(2722, LogLevel.Debug, "The step {Step} of work on a disk of VM {Vm} was refused: {Problem}")]
    private static partial void Refused(ILogger logger, BlockJobStep step, string vm, string problem);
}
