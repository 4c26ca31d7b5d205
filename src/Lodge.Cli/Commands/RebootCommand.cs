using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge reboot</c></summary>
internal static class RebootCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("reboot", "every running VM", vm => vm.State == VmState.Running);
        var patience = new PatienceOptions("What to do then: kill presses reset, fail (default) leaves the guest as it is.");
        var wait = new WaitOptions(withTimeout: false);
        var verb = new Verb("reboot", "Ask guests to shut down, and start them again.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge reboot web1", "reboot web1, wait until it has begun to boot"),
                new("lodge reboot web1 --timeout 30s --then kill", "reset it when it does not obey within 30 s"),
            ],
        };
        targets.AddTo(verb);
        patience.AddTo(verb);
        wait.AddTo(verb);
        verb.Handler = (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var request = new RebootVm { TimeoutSeconds = patience.Seconds(cli), Escalation = patience.Then(cli), Method = patience.By(cli) };
            return targets.ForEachAsync(cli, (name, alone, token) => RebootAsync(cli, name, request, limits, alone, token), cancellationToken);
        };
        return verb;
    }

    private static async Task RebootAsync(
        Invocation cli, string name, RebootVm request, WaitLimits wait, bool alone, CancellationToken cancellationToken)
    {
        var job = await cli.Client.RebootVmAsync(name, request, cancellationToken);
        await JobFollower.FollowAsync(cli, job, wait, $"{job.Subject} has rebooted.", alone, cancellationToken);
    }
}
