using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge restore</c></summary>
internal static class RestoreCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = "A file that 'lodge save --to' wrote.", Arity = ArgumentArity.ExactlyOne };
        var paused = Opt.Flag("--paused", "Leave the guest paused.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("restore", "Bring a VM back from a file that was saved.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.File,
            Examples = [new("lodge restore /backup/web1.save", "web1 goes on where it was saved")],
        };
        verb.Add(file);
        verb.Add(paused);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var request = new RestoreVm { Path = HostPath.Absolute(cli, cli.Get(file)!), Paused = cli.Get(paused) };
            var job = await cli.Client.RestoreVmAsync(request, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"{job.Subject} is restored.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
