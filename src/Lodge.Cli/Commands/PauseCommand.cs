using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge pause</c></summary>
internal static class PauseCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("pause", "every running VM", vm => vm.State == VmState.Running);
        var verb = new Verb("pause", "Stop the processors of VMs; their memory stays.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge pause web1", "freeze web1"),
                new("lodge pause --all --yes", "freeze every running VM"),
            ],
        };
        targets.AddTo(verb);
        verb.Handler = (cli, cancellationToken) => targets.ForEachAsync(cli, (name, _, token) => PauseAsync(cli, name, token), cancellationToken);
        return verb;
    }

    private static async Task PauseAsync(Invocation cli, string name, CancellationToken cancellationToken)
    {
        var vm = await cli.Client.PauseVmAsync(name, cancellationToken);
        cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is paused.");
    }
}
