using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge resume</c></summary>
internal static class ResumeCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("resume", "every paused VM", vm => vm.State == VmState.Paused);
        var verb = new Verb("resume", "Let paused VMs run on.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.PausedVm,
            Examples =
            [
                new("lodge resume web1", "let web1 run on"),
                new("lodge resume web1 web2", "let both run on"),
            ],
        };
        targets.AddTo(verb);
        verb.Handler = (cli, cancellationToken) => targets.ForEachAsync(cli, (name, _, token) => ResumeAsync(cli, name, token), cancellationToken);
        return verb;
    }

    private static async Task ResumeAsync(Invocation cli, string name, CancellationToken cancellationToken)
    {
        var vm = await cli.Client.ResumeVmAsync(name, cancellationToken);
        cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is running.");
    }
}
