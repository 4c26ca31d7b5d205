using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Model.Errors;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge list</c></summary>
internal static class ListCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var running = Opt.Flag("--running", "Only running VMs.");
        var stopped = Opt.Flag("--stopped", "Only stopped VMs.");
        var names = Opt.Flag("--names", "Only the names, one a line.");
        var verb = new Verb("list", "List VMs.")
        {
            Group = VerbGroup.Watch,
            Examples =
            [
                new("lodge list", "all VMs"),
                new("lodge list --stopped --names", "names of stopped VMs, for a script"),
                new("lodge ls --json", "the API's JSON"),
            ],
        };
        verb.Aliases.Add("ls");
        verb.Add(running);
        verb.Add(stopped);
        verb.Add(names);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var state = StateOf(cli.Get(running), cli.Get(stopped));
            var vms = cli.Get(names)
                ? await cli.Client.ListVmsAsync(state, cancellationToken)
                : await cli.Client.ListVmsWithAddressesAsync(state, cancellationToken);
            Print(cli, vms, cli.Get(names));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static VmState? StateOf(bool running, bool stopped) => (running, stopped) switch
    {
        (true, true) => throw new LodgeException(
            ErrorCode.InvalidArgument, "--running and --stopped exclude each other.", "Leave both out to list all."),
        (true, false) => VmState.Running,
        (false, true) => VmState.Stopped,
        _ => null,
    };

    private static void Print(Invocation cli, IReadOnlyList<VmSummary> vms, bool names)
    {
        if (!cli.Output.IsJson && vms.Count == 0)
        {
            cli.Output.Notice("There are no such VMs. 'lodge launch tiny' makes one.");
            return;
        }

        cli.Output.Result(vms, ApiJson.Default.IReadOnlyListVmSummary, () => names
            ? string.Concat(vms.Select(vm => vm.Name + "\n"))
            : VmTable.Render(vms, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
    }
}
