using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge reset</c></summary>
internal static class ResetCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("reset", "every running VM", vm => vm.State == VmState.Running);
        var verb = new Verb("reset", "Press the reset button of VMs, without asking the guest.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.LiveVm,
            Examples =
            [
                new("lodge reset web1", "boot web1 afresh; data that the guest did not write is lost"),
                new("lodge reset --all --yes", "boot every running VM afresh"),
            ],
        };
        targets.AddTo(verb);
        verb.Handler = (cli, cancellationToken) => targets.ForEachAsync(cli, (name, _, token) => ResetAsync(cli, name, token), cancellationToken);
        return verb;
    }

    private static async Task ResetAsync(Invocation cli, string name, CancellationToken cancellationToken)
    {
        var vm = await cli.Client.ResetVmAsync(name, cancellationToken);
        cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is reset.");
    }
}
