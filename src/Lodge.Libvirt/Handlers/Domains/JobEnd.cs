using Lodge.Engine.Jobs;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Long work that a call waits for.</summary>
internal static class JobEnd
{
    /// <summary>Waits until a job has ended well. A client that goes away does not end the job.</summary>
    public static async Task WaitAsync(JobBoard jobs, Job job, CancellationToken cancellation) =>
        ThrowIfFailed(await jobs.WaitAsync(job.Id, Timeout.InfiniteTimeSpan, cancellation));

    /// <summary>Throws what a job has failed with.</summary>
    public static void ThrowIfFailed(Job job)
    {
        if (job.Error is { } error)
        {
            throw new LodgeException(error.Code, error.Message, error.Remedy);
        }
    }
}
