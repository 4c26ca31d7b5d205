using Lodge.Model.Errors;
using Lodge.Qemu.Processes;
using Lodge.Qmp;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Snapshots;

/// <summary>Runs block jobs of one QEMU to their end.</summary>
/// <param name="session">Its monitor.</param>
/// <param name="vm">The VM's name.</param>
/// <param name="what">What the jobs do, for errors.</param>
internal sealed class BlockJobs(QmpSession session, string vm, string what = "finish copying between images")
{
    private const string Prefix = "lodge-";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>A name for a job that works on a node.</summary>
    public static string IdFor(string node) => Prefix + node;

    /// <summary>Starts a job and follows it to its end; on cancellation it is ended first.</summary>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task RunAsync(QmpCommand<EmptyReply> start, string id, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(start, cancellationToken);
        try
        {
            await FollowAsync(id, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(id);
            throw;
        }
    }

    /// <summary>Runs a job to its end that QEMU does not answer beside, however long it takes, and does not end half-way.</summary>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task RunUnansweredAsync(QmpCommand<EmptyReply> start, string id)
    {
        await session.ExecuteAsync(start, Timeout.InfiniteTimeSpan, CancellationToken.None);
        await FollowAsync(id, new Progress<double>(), CancellationToken.None);
    }

    /// <summary>Follows a job until it is ready for its last step; on cancellation it is ended first.</summary>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task FollowUntilReadyAsync(string id, IProgress<double> progress, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(id, progress, cancellationToken, JobStatus.Ready);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(id);
            throw;
        }
    }

    /// <summary>Has a job that is ready do its last step.</summary>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task CompleteAsync(string id, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(new JobCommand("complete", id), cancellationToken);
        await FollowAsync(id, new Progress<double>(), cancellationToken);
    }

    /// <summary>Ends all jobs of Lodge's and forgets them.</summary>
    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await session.ExecuteAsync(new QueryJobsCommand(), cancellationToken))
        {
            if (job.Id.StartsWith(Prefix, StringComparison.Ordinal))
            {
                await EndAsync(job.Id);
            }
        }
    }

    private async Task FollowAsync(string id, IProgress<double> progress, CancellationToken cancellationToken, JobStatus until = JobStatus.Concluded)
    {
        var pause = FirstPause;
        while (true)
        {
            if (await FindAsync(id, cancellationToken) is not { } job)
            {
                throw new LodgeException(ErrorCode.HypervisorFailed, $"The QEMU of VM '{vm}' forgot the job '{id}'.");
            }

            if (job.Status == JobStatus.Concluded)
            {
                await session.ExecuteAsync(new JobCommand("dismiss", id), CancellationToken.None);
                ThrowIfFailed(job);
                return;
            }

            if (job.Status == until)
            {
                return;
            }

            if (job.TotalProgress > 0)
            {
                progress.Report(Math.Clamp((double)job.CurrentProgress / job.TotalProgress, 0, 1));
            }

            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }

    private async Task EndAsync(string id)
    {
        for (var asked = false; await FindAsync(id, CancellationToken.None) is { } job; asked = true)
        {
            if (job.Status == JobStatus.Concluded)
            {
                await session.ExecuteAsync(new JobCommand("dismiss", id), CancellationToken.None);
                return;
            }

            if (!asked)
            {
                await session.ExecuteAsync(new JobCommand("cancel", id), CancellationToken.None);
            }

            await Task.Delay(FirstPause);
        }
    }

    private async Task<JobInfo?> FindAsync(string id, CancellationToken cancellationToken) =>
        (await session.ExecuteAsync(new QueryJobsCommand(), Timeout.InfiniteTimeSpan, cancellationToken)).FirstOrDefault(job => job.Id == id);

    private void ThrowIfFailed(JobInfo job)
    {
        if (job.Error is { } words)
        {
            throw new LodgeException(
                words.Contains("No space left", StringComparison.Ordinal) ? ErrorCode.InsufficientResources : ErrorCode.HypervisorFailed,
                $"The QEMU of VM '{vm}' could not {what}: {words.TrimEnd('.')}.",
                "The disk is as it was. Put right what it says; the next work on the VM's snapshots tries it again.");
        }
    }
}
