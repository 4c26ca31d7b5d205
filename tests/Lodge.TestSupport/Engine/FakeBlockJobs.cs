using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;

namespace Lodge.TestSupport.Engine;

/// <summary>Copying that a <see cref="FakeQemu"/> does.</summary>
internal sealed record FakeBlockJob(BlockJobStart Start, BlockJobPhase Phase, bool Pivots = false, string? Error = null, int Looks = 0);

/// <summary>Copying as QEMU does it: it goes on from look to look, and is known until it is dismissed.</summary>
internal sealed class FakeBlockJobs(FakeWorld world, Fate fate, FakeQemu qemu) : IVmBlockJobs
{
    private const long Whole = 100;

    public Task StartAsync(BlockJobStart start, CancellationToken cancellationToken) =>
        Touching(() => qemu.BlockJobs[start.Id] = new FakeBlockJob(start, BlockJobPhase.Copying));

    public Task<BlockJobProgress?> FindAsync(string id, CancellationToken cancellationToken) => Touching(() =>
    {
        if (!qemu.BlockJobs.TryGetValue(id, out var job))
        {
            return null;
        }

        if (job is { Phase: BlockJobPhase.Copying, Looks: > 0 } && !qemu.CopiesForEver)
        {
            job = job.Start switch
            {
                PullStart => Done(job),
                CommitStart { Above: not null } => job with { Phase = BlockJobPhase.Pending },
                _ => job with { Phase = BlockJobPhase.Ready },
            };
        }

        qemu.BlockJobs[id] = job with { Looks = job.Looks + 1 };
        return new BlockJobProgress(job.Phase, job.Phase == BlockJobPhase.Copying ? Whole / 2 : Whole, Whole, job.Start.Speed, job.Error);
    });

    public Task AdvanceAsync(string id, BlockJobStep step, CancellationToken cancellationToken) => Touching(() =>
    {
        var job = qemu.BlockJobs[id];
        switch (step, job.Phase)
        {
            case (BlockJobStep.Pivot or BlockJobStep.Leave, BlockJobPhase.Ready):
                Copy(job.Start);
                qemu.BlockJobs[id] = job with { Phase = BlockJobPhase.Pending, Pivots = step == BlockJobStep.Pivot };
                break;
            case (BlockJobStep.Finalize, BlockJobPhase.Pending):
                qemu.BlockJobs[id] = job.Pivots && qemu.FailsToPivot ? job with { Phase = BlockJobPhase.Over, Error = "Cannot get the permission" } : Done(job);
                qemu.GoOn(world);
                break;
            case (BlockJobStep.Cancel, not BlockJobPhase.Over):
                qemu.BlockJobs[id] = job with { Phase = BlockJobPhase.Over, Error = "Operation canceled" };
                break;
            case (BlockJobStep.Dismiss, BlockJobPhase.Over):
                qemu.BlockJobs.TryRemove(id, out _);
                break;
            default:
                throw new LodgeException(ErrorCode.HypervisorFailed, $"{step} of a job that is {job.Phase}");
        }

        return true;
    });

    public Task SetSpeedAsync(string id, long speed, CancellationToken cancellationToken) =>
        Touching(() => qemu.BlockJobs[id] = qemu.BlockJobs[id] with { Start = qemu.BlockJobs[id].Start with { Speed = speed } });

    public Task<long> MeasureAsync(DiskDefinition disk, CancellationToken cancellationToken) => Touching(() => 1L << 20);

    public Task CloseUnusedAsync(DiskDefinition disk, CancellationToken cancellationToken) => Touching(() => true);

    // Both sides are the same from here on.
    private void Copy(BlockJobStart start)
    {
        var top = qemu.Tops[start.Disk.Name!];
        switch (start)
        {
            case CopyStart copy:
                world.DiskImages[copy.To.Path] = world.DiskImages[copy.To.Path] with { Data = [.. FakeImage.Pieces(world, top, copy.Below)] };
                break;
            case CommitStart commit:
                FakeDiskImages.Commit(world, commit.Top, commit.Base.Path);
                break;
        }
    }

    private FakeBlockJob Done(FakeBlockJob job)
    {
        switch (job.Start)
        {
            case CopyStart copy when job.Pivots:
                qemu.Tops[copy.Disk.Name!] = copy.To.Path;
                break;
            case PullStart pull:
                FakeDiskImages.Pull(world, qemu.Tops[pull.Disk.Name!], pull.Base);
                break;
            case CommitStart { Above: null } commit when job.Pivots:
                qemu.Tops[commit.Disk.Name!] = commit.Base.Path;
                break;
            case CommitStart { Above: { } above } commit:
                FakeDiskImages.Commit(world, commit.Top, commit.Base.Path);
                world.DiskImages[above.Path] = world.DiskImages[above.Path] with { Below = commit.Base };
                break;
        }

        return job with { Phase = BlockJobPhase.Over };
    }

    private async Task<T> Touching<T>(Func<T> act)
    {
        await Task.Yield();
        fate.Touch();
        if (qemu.Exited.Task.IsCompleted)
        {
            throw new LodgeException(ErrorCode.HypervisorFailed, "QEMU is gone.");
        }

        var answer = act();
        fate.Touch();
        return answer;
    }
}
