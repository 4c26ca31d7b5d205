using System.Diagnostics;
using Lodge.Client.Http;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;

namespace Lodge.Client.Jobs;

/// <summary>Follows a job to its end.</summary>
internal static class JobWaiter
{
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Waits until <paramref name="job"/> has succeeded.</summary>
    public static async Task<Job> WaitAsync(
        ApiTransport transport, Job job, IProgress<Job>? progress, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        progress?.Report(job);
        while (job.State == JobState.Running)
        {
            var left = timeout is { } limit ? limit - Stopwatch.GetElapsedTime(started) : TimeSpan.MaxValue;
            if (left <= TimeSpan.Zero)
            {
                throw new LodgeException(
                    ErrorCode.Timeout,
                    $"The work on '{job.Subject}' did not end within {timeout!.Value.TotalSeconds:0.###} s; it goes on in the daemon.",
                    $"Follow it as job {job.Id}, or cancel it.");
            }

            var wait = progress is null ? LongestWait : BetweenReports;
            wait = wait < left ? wait : left;
            job = await transport.GetAsync(ApiPath.Job(job.Id, wait), ClientJson.Lenient.Job, cancellationToken, wait);
            progress?.Report(job);
        }

        return job.State == JobState.Succeeded ? job : throw Failure(job);
    }

    private static LodgeException Failure(Job job) => job switch
    {
        { Error: { } error } => new LodgeException(error),
        { State: JobState.Cancelled } => new LodgeException(ErrorCode.Cancelled, $"The work on '{job.Subject}' was cancelled."),
        { State: JobState.Interrupted } => new LodgeException(
            ErrorCode.ShuttingDown,
            $"The daemon ended while it worked on '{job.Subject}'.",
            "Look at the VM's state, then try again."),
        _ => new LodgeException(ErrorCode.Internal, $"The work on '{job.Subject}' failed for no given reason.", "Look at the daemon's log."),
    };
}
