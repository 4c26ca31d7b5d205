using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge stop</c></summary>
internal static class StopCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("stop", "every running VM", vm => vm.State is VmState.Running or VmState.Suspended);
        var patience = new PatienceOptions("What to do then: kill pulls the plug, fail (default) leaves the guest as it is.");
        var wait = new WaitOptions(withTimeout: false);
        var verb = new Verb("stop", "Ask guests to shut down.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge stop web1", "ask web1 to shut down, wait up to a minute"),
                new("lodge stop web1 --timeout 5m --then kill", "give it 5 minutes, then pull the plug"),
                new("lodge stop --all --yes", "shut down every running VM"),
            ],
        };
        targets.AddTo(verb);
        patience.AddTo(verb);
        wait.AddTo(verb);
        verb.Handler = (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var request = new ShutDownVm { TimeoutSeconds = patience.Seconds(cli), Escalation = patience.Then(cli), Method = patience.By(cli) };
            return targets.ForEachAsync(cli, (name, alone, token) => StopAsync(cli, name, request, limits, alone, token), cancellationToken);
        };
        return verb;
    }

    private static async Task StopAsync(
        Invocation cli, string name, ShutDownVm request, WaitLimits wait, bool alone, CancellationToken cancellationToken)
    {
        var job = await cli.Client.ShutDownVmAsync(name, request, cancellationToken);
        await JobFollower.FollowAsync(cli, job, wait, $"{job.Subject} is stopped.", alone, cancellationToken);
    }
}
