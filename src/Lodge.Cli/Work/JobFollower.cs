using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;

namespace Lodge.Cli.Work;

/// <summary>Stays with jobs until they end: shows how they come along, and cancels them at Ctrl-C.</summary>
internal static class JobFollower
{
    /// <summary>Stays with one job, or only tells its id when nobody wants to wait.</summary>
    /// <param name="cli">The command.</param>
    /// <param name="job">The job, just begun.</param>
    /// <param name="wait">How long to stay.</param>
    /// <param name="done">What to say when it has succeeded.</param>
    /// <param name="drawBar">Whether it may draw a bar; several jobs at once print lines instead.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Job> FollowAsync(
        Invocation cli, Job job, WaitLimits wait, string done, bool drawBar, CancellationToken cancellationToken)
    {
        if (!wait.Wait)
        {
            Announce(cli, job);
            return job;
        }

        using var progress = new JobProgress(cli.Host, cli.Output, drawBar);
        var interrupted = false;
        using var interrupt = cli.Host.Interrupts.Listen(() =>
        {
            interrupted = true;
            progress.Say($"Cancelling; press Ctrl-C again to leave it to itself as job {job.Id}.");
            _ = CancelAsync(cli, job, cancellationToken);
        });

        try
        {
            job = await cli.Client.WaitForJobAsync(job, progress, wait.Timeout, cancellationToken);
        }
        catch (LodgeException e) when (interrupted && e.Error.Code != ErrorCode.Unreachable)
        {
            throw new LodgeException(ErrorCode.Cancelled, e.Error.Message, e.Error.Remedy, e);
        }

        progress.Clear();
        cli.Output.Done(job, ApiJson.Default.Job, done);
        return job;
    }

    private static void Announce(Invocation cli, Job job)
    {
        if (cli.Output.IsJson)
        {
            cli.Output.Json(job, ApiJson.Default.Job);
        }
        else
        {
            cli.Output.Data($"{job.Id}\n");
        }
    }

    private static async Task CancelAsync(Invocation cli, Job job, CancellationToken cancellationToken)
    {
        try
        {
            await cli.Client.CancelJobAsync(job.Id, cancellationToken);
        }
        catch (LodgeException e)
        {
            cli.Output.Fail(e.Error);
        }
    }
}
