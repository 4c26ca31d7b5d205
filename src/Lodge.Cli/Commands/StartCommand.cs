using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Consoles;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge start</c></summary>
internal static class StartCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("start", "every stopped VM", vm => vm.State == VmState.Stopped);
        var paused = Opt.Flag("--paused", "Leave it paused before its first instruction.");
        var discard = Opt.Flag("--discard-save", "Throw a saved state away and boot afresh.");
        var console = Opt.Flag("--console", "Open the console at once; only with one NAME.");
        var verb = new Verb("start", "Start stopped VMs; one that was saved goes on where it was.")
        {
            Group = VerbGroup.Run,
            Completes = Completes.StoppedVm,
            Examples =
            [
                new("lodge start web1 --console", "start web1 and watch it boot"),
                new("lodge start web1 web2", "start both"),
                new("lodge start web1 --discard-save", "boot afresh instead of going on from a save"),
            ],
        };
        targets.AddTo(verb);
        verb.Add(paused);
        verb.Add(discard);
        verb.Add(console);
        verb.Handler = (cli, cancellationToken) =>
        {
            var request = new StartVm { Paused = cli.Get(paused), DiscardSave = cli.Get(discard) };
            return RunAsync(cli, targets, request, cli.Get(console), cancellationToken);
        };
        return verb;
    }

    private static async Task<ExitStatus> RunAsync(
        Invocation cli, VmTargets targets, StartVm request, bool console, CancellationToken cancellationToken)
    {
        string? started = null;
        var status = await targets.ForEachAsync(
            cli,
            async (name, alone, token) =>
            {
                if (console && !alone)
                {
                    throw new LodgeException(ErrorCode.InvalidArgument, "--console opens one console.", "Name one VM.");
                }

                var vm = await cli.Client.StartVmAsync(name, request, token);
                cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is {StateWords.Of(vm.Status.State, vm.Status.Reason)}.");
                started = vm.Name;
            },
            cancellationToken);

        return console && started is not null
            ? await ConsoleAttachment.RunAsync(cli, started, new ConsoleWishes(), cancellationToken)
            : status;
    }
}
