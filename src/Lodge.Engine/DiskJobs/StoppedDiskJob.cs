using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.DiskJobs;

namespace Lodge.Engine.DiskJobs;

/// <summary>Work on a disk of a stopped VM, which Lodge does itself. The caller holds the VM all the while.</summary>
internal sealed class StoppedDiskJob(IDiskLayers layers, DiskJobEnding ending)
{
    /// <summary>Does it; on failure the disk is as it was.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="job">The work, noted durably; what a copy is written to is there.</param>
    /// <param name="chain">The disk's images from the top downwards.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task RunAsync(Guid vmId, DiskJob job, IReadOnlyList<LayerFile> chain, JobProgress progress, CancellationToken cancellationToken)
    {
        progress.Step(LiveDiskJob.StepOf(job));
        try
        {
            await CopyAsync(job, chain, progress, cancellationToken);
        }
        catch (Exception failure)
        {
            await ending.AbandonAsync(vmId, null, job, failure is OperationCanceledException ? DiskJobState.Cancelled : DiskJobState.Failed);
            throw;
        }

        var pivots = job.Kind == DiskJobKind.ActiveCommit || job is { Kind: DiskJobKind.Copy, AtReady: AtReady.Pivot };
        await ending.CompleteAsync(vmId, null, pivots ? await ending.SwitchAsync(vmId, job) : job);
    }

    private async Task CopyAsync(DiskJob job, IReadOnlyList<LayerFile> chain, JobProgress progress, CancellationToken cancellationToken)
    {
        switch (job.Kind)
        {
            case DiskJobKind.Copy:
                var share = new SynchronousProgress<double>(done => progress.Report((done, LiveDiskJob.StepOf(job))));
                await layers.CopyAsync(
                    chain[0], new LayerFile(job.To!.HostPath()!, job.ToFormat!.Value), job.Shallow ? chain[1] : null, share, cancellationToken);
                break;
            case DiskJobKind.Pull:
                await layers.PullAsync(chain[0].Path, chain.FirstOrDefault(layer => layer.Path == job.Base), cancellationToken);
                break;
            default:
                await CommitAsync(job, chain, cancellationToken);
                break;
        }
    }

    private async Task CommitAsync(DiskJob job, IReadOnlyList<LayerFile> chain, CancellationToken cancellationToken)
    {
        var place = chain.ToList().FindIndex(layer => layer.Path == job.Top);
        await layers.CommitAsync(chain[place], job.Base!, cancellationToken);
        if (place > 0)
        {
            await layers.PutOnAsync(chain[place - 1].Path, chain.First(layer => layer.Path == job.Base), CancellationToken.None);
        }
    }
}
