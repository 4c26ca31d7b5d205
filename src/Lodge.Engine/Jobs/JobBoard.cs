using System.Collections.Concurrent;
using Lodge.Engine.Events;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Jobs;

/// <summary>Long work: started here, watched from any door, recorded durably.</summary>
public sealed class JobBoard(IStore store, EventStream events, TimeProvider clock, ILogger<JobBoard> logger)
{
    private const int Remembered = 1000;

    private readonly ConcurrentDictionary<Guid, JobRun> _runs = new();

    /// <summary>All jobs that are remembered, newest first.</summary>
    public IReadOnlyList<Job> List() => [.. _runs.Values.Select(run => run.Job).OrderByDescending(job => job.StartedAt)];

    /// <summary>One job.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.JobNotFound"/>.</exception>
    public Job Get(Guid id) => Find(id).Job;

    /// <summary>Waits until a job has ended, or the time is up, and returns it as it is then.</summary>
    public async Task<Job> WaitAsync(Guid id, TimeSpan limit, CancellationToken cancellationToken)
    {
        var run = Find(id);
        try
        {
            await run.Ended.WaitAsync(limit, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return run.Job;
        }

        return run.Job;
    }

    /// <summary>Asks a job to stop and waits until it has; a job that has ended stays as it is.</summary>
    public async Task<Job> CancelAsync(Guid id, CancellationToken cancellationToken)
    {
        var run = Find(id);
        await run.Cancellation.CancelAsync();
        await run.Ended.WaitAsync(cancellationToken);
        return run.Job;
    }

    /// <summary>Reads the jobs of former runs; those that were under way are marked as interrupted.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var job in await store.LoadJobsAsync(Remembered, cancellationToken))
        {
            var settled = job;
            if (job.State == JobState.Running)
            {
                settled = job with { State = JobState.Interrupted, EndedAt = clock.GetUtcNow(), Error = Interrupted };
                await store.SaveJobAsync(settled, cancellationToken);
            }

            _runs[job.Id] = new JobRun(settled, Task.CompletedTask);
        }
    }

    /// <summary>Starts a job. Returns at once.</summary>
    /// <param name="kind">What kind of work.</param>
    /// <param name="vmId">The VM it works on, if any.</param>
    /// <param name="subject">What it works on, for people.</param>
    /// <param name="work">The work; reports through the <see cref="JobProgress"/> and honours the token.</param>
    /// <param name="id">Its identity, for work that has one already and maybe went on while no daemon was there; null for a new one.</param>
    public Job Run(JobKind kind, Guid? vmId, string subject, Func<JobProgress, CancellationToken, Task> work, Guid? id = null)
    {
        var job = new Job
        {
            Id = id ?? Guid.CreateVersion7(),
            Kind = kind,
            VmId = vmId,
            Subject = subject,
            State = JobState.Running,
            StartedAt = id is { } known && _runs.TryGetValue(known, out var former) ? former.Job.StartedAt : clock.GetUtcNow(),
        };
        var run = new JobRun(job, ended: null);
        _runs[job.Id] = run;
        Announce(EventKind.JobStarted, job);
        _ = Task.Run(() => CarryOutAsync(run, work));
        Forget();
        return job;
    }

    private async Task CarryOutAsync(JobRun run, Func<JobProgress, CancellationToken, Task> work)
    {
        await KeepAsync(run.Job);
        var (state, error) = (JobState.Succeeded, (LodgeError?)null);
        try
        {
            await work(new JobProgress(step => Report(run, step)), run.Cancellation.Token);
        }
        catch (OperationCanceledException) when (run.Cancellation.IsCancellationRequested)
        {
            (state, error) = (JobState.Cancelled, new LodgeError(ErrorCode.Cancelled, "The job was cancelled; what it had begun was undone."));
        }
        catch (OperationCanceledException)
        {
            (state, error) = (JobState.Failed, new LodgeError(
                ErrorCode.Cancelled, "The job was given up, since something more urgent, such as a kill or the end of QEMU, needed what it worked on; what it had begun was undone."));
        }
        catch (LodgeException failure)
        {
            Log.JobFailed(logger, run.Job.Kind.ToString(), run.Job.Subject, failure.Message);
            (state, error) = (JobState.Failed, failure.Error);
        }
        catch (Exception defect)
        {
            Log.JobCrashed(logger, run.Job.Kind.ToString(), run.Job.Subject, defect);
            (state, error) = (JobState.Failed, Defect);
        }

        run.Job = run.Job with { State = state, Error = error, EndedAt = clock.GetUtcNow(), Progress = state == JobState.Succeeded ? 1 : run.Job.Progress, Step = null };
        await KeepAsync(run.Job);
        run.MarkEnded();
        Announce(EventKind.JobEnded, run.Job);
    }

    private void Report(JobRun run, (double? Share, string Step) step)
    {
        var before = run.Job;
        run.Job = before with { Progress = step.Share ?? before.Progress, Step = step.Step };
        if (before.Step != step.Step || (int)((before.Progress ?? 0) * 100) != (int)((step.Share ?? 0) * 100))
        {
            Announce(EventKind.JobProgressed, run.Job);
        }
    }

    private async Task KeepAsync(Job job)
    {
        try
        {
            await store.SaveJobAsync(job, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            Log.StoreFailed(logger, $"job {job.Id}", failure);
        }
    }

    private void Announce(EventKind kind, Job job) =>
        events.Publish(LodgeEvent.Draft(kind) with { VmId = job.VmId, VmName = job.VmId is null ? null : job.Subject, Job = job });

    private JobRun Find(Guid id) => _runs.TryGetValue(id, out var run)
        ? run
        : throw new LodgeException(ErrorCode.JobNotFound, $"There is no job {id}.", $"The newest {Remembered} are remembered: list them with 'lodge jobs'.");

    private void Forget()
    {
        if (_runs.Count > Remembered * 2)
        {
            foreach (var old in _runs.Values.Where(run => run.Ended.IsCompleted).OrderByDescending(run => run.Job.StartedAt).Skip(Remembered))
            {
                _runs.TryRemove(old.Job.Id, out _);
            }
        }
    }

    private static LodgeError Interrupted { get; } =
        new(ErrorCode.Cancelled, "lodged ended while the job went on; what it had begun was finished or undone when lodged came back.");

    private static LodgeError Defect { get; } =
        new(ErrorCode.Internal, "Lodge met a defect in itself while it worked on this.", "The daemon's log has the details; please report them.");
}
