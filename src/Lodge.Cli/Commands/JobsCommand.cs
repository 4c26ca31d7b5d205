using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge jobs</c></summary>
internal static class JobsCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var running = Opt.Flag("--running", "Only jobs that go on.");
        var verb = new Verb("jobs", "List long work, or cancel it.")
        {
            Group = VerbGroup.Watch,
            Examples =
            [
                new("lodge jobs", "all jobs, newest first"),
                new("lodge jobs cancel 0b6e", "cancel the one job whose id begins so"),
            ],
        };
        verb.Add(running);
        verb.Add(Cancel());
        verb.Handler = async (cli, cancellationToken) =>
        {
            var jobs = await cli.Client.ListJobsAsync(cancellationToken);
            jobs = cli.Get(running) ? [.. jobs.Where(job => job.State == JobState.Running)] : jobs;
            cli.Output.Result(
                jobs, ApiJson.Default.IReadOnlyListJob, () => JobText.Table(jobs, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Cancel()
    {
        var id = new Argument<string>("ID") { Description = "Id of the job, or how it begins.", Arity = ArgumentArity.ExactlyOne };
        var verb = new Verb("cancel", "Cancel a job; what it had begun is undone.")
        {
            Completes = Completes.Job,
            Examples = [new("lodge jobs cancel 0b6e", "cancel the one job whose id begins so")],
        };
        verb.Add(id);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var job = await cli.Client.CancelJobAsync(await FindAsync(cli, cli.Get(id)!, cancellationToken), cancellationToken);
            cli.Output.Done(job, ApiJson.Default.Job, $"{JobText.Name(job.Kind)} of {job.Subject}: {Words(job.State)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<Guid> FindAsync(Invocation cli, string text, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        var jobs = await cli.Client.ListJobsAsync(cancellationToken);
        var fitting = jobs.Where(job => job.Id.ToString().StartsWith(text, StringComparison.OrdinalIgnoreCase)).ToArray();
        return fitting.Length switch
        {
            1 => fitting[0].Id,
            0 => throw new LodgeException(ErrorCode.JobNotFound, $"No job's id begins with '{text}'.", "See 'lodge jobs'."),
            _ => throw new LodgeException(ErrorCode.InvalidArgument, $"The ids of {fitting.Length} jobs begin with '{text}'.", "Write more of it."),
        };
    }

    private static string Words(JobState state) => state switch
    {
        JobState.Running => "will be cancelled",
        JobState.Succeeded => "was done already",
        JobState.Cancelled => "cancelled",
        _ => "had ended already",
    };
}
