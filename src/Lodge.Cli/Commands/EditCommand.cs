using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Editing;
using Lodge.Cli.Editing.Settings;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Changes;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge edit</c></summary>
internal static class EditCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var set = Opt.Texts("--set", "PATH=VALUE", "Set a field, called as with 'lodge set', as often as needed; null removes it.");
        var file = Opt.Text("--file", "FILE", "Take the whole definition from FILE, or - for standard input.");
        var yes = Opt.Flag("--yes", "Do not show what has changed and ask, after the editor.", "-y");
        var scope = new ScopeOptions();
        var verb = new Verb("edit", "Change a VM's definition, in an editor or field by field.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = """
                Opens the definition as JSON in $VISUAL, $EDITOR or vi, then shows what has changed and asks. A running VM
                takes at once what it can; what has to wait for its next start, and why, is said. When somebody else
                changes the VM at the same time, nothing is overwritten and the status is 4.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge edit web1", "in your editor"),
                new("lodge edit web1 --set memory.size=1GiB --set cpu.count=4", "two fields"),
                new("lodge edit web1 --set disks.0.readOnly=true --set title=null", "in a list; remove a field"),
                new("lodge edit web1 --file web1.json", "all of it from a file"),
            ],
        };
        verb.Add(name);
        verb.Add(set);
        verb.Add(file);
        verb.Add(yes);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            var outcome = await ChangeAsync(cli, cli.Get(name)!, cli.Get(set) ?? [], cli.Get(file), how, cli.Get(yes), cancellationToken);
            Report(cli, outcome);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<ChangeOutcome?> ChangeAsync(
        Invocation cli, string name, string[] assignments, string? file, ChangeScope scope, bool yes, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            return assignments.Length == 0
                ? await cli.Client.Changes.ReplaceAsync(name, await InputFile.ReadAsync(cli, file, cancellationToken), scope, null, cancellationToken)
                : throw new LodgeException(ErrorCode.InvalidArgument, "--set and --file exclude each other.", "Change the file instead.");
        }

        var vm = await cli.Client.GetVmForEditAsync(name, cancellationToken);
        if (assignments.Length > 0)
        {
            var json = SettingAssignments.Apply(StartingPoint.Of(vm, scope), assignments);
            return await cli.Client.Changes.ReplaceAsync(name, json, scope, vm.Revision, cancellationToken);
        }

        return cli.Host.Io.InputIsTerminal && cli.Host.Io.OutputIsTerminal
            ? await new EditSession<ChangeOutcome>(
                cli, (text, stop) => cli.Client.Changes.ReplaceAsync(vm.Id.ToString(), text, scope, vm.Revision, stop))
                .RunAsync(vm.Name, DefinitionText.Of(StartingPoint.Of(vm, scope)), yes, cancellationToken)
            : throw new LodgeException(
                ErrorCode.InvalidArgument, "lodge edit opens an editor, and there is no terminal for it.", "Use --set path=value or --file FILE.");
    }

    private static void Report(Invocation cli, ChangeOutcome? outcome)
    {
        if (outcome is null)
        {
            cli.Output.Notice("Nothing was changed.");
            return;
        }

        OutcomeReport.Show(cli, outcome, $"{outcome.Vm.Name} is changed.");
    }
}
