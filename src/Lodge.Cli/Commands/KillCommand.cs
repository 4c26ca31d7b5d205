using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge kill</c></summary>
internal static class KillCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("kill", "every VM that has a QEMU", vm => vm.State != VmState.Stopped);
        var verb = new Verb("kill", "Pull the plug of VMs, at once and without asking the guest.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge kill web1", "end web1 now; data that the guest did not write is lost"),
                new("lodge kill --all --yes", "end every VM"),
            ],
        };
        targets.AddTo(verb);
        verb.Handler = (cli, cancellationToken) => targets.ForEachAsync(cli, (name, _, token) => KillAsync(cli, name, token), cancellationToken);
        return verb;
    }

    private static async Task KillAsync(Invocation cli, string name, CancellationToken cancellationToken)
    {
        var vm = await cli.Client.KillVmAsync(name, cancellationToken);
        cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is killed.");
    }
}
