using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge save</c></summary>
internal static class SaveCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var to = Opt.Text("--to", "FILE", "Write to this file on the host instead; 'lodge restore' reads it.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("save", "Write a VM's memory to disk and stop it; the next start goes on from there.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge save web1", "'lodge start web1' goes on where it was"),
                new("lodge save web1 --to /backup/web1.save", "to a file of your own"),
            ],
        };
        verb.Add(name);
        verb.Add(to);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var path = cli.Get(to) is { } file ? HostPath.Absolute(cli, file) : null;
            var job = await cli.Client.SaveVmAsync(cli.Get(name)!, new SaveVm { Path = path }, cancellationToken);
            await JobFollower.FollowAsync(
                cli, job, limits, path is null ? $"{job.Subject} is saved." : $"{job.Subject} is saved to {path}.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
