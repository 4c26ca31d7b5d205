using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge edit</c></summary>
internal static class EditCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var set = Opt.Texts("--set", "PATH=VALUE", "Set a field, as often as needed; null removes it.");
        var file = Opt.Text("--file", "FILE", "Take the whole definition from FILE, or - for standard input.");
        var verb = new Verb("edit", "Change a VM's definition, in an editor or field by field.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = """
                Opens the definition as JSON in $VISUAL, $EDITOR or vi. A running VM uses it from its next start on.
                When somebody else changes the VM at the same time, nothing is overwritten and the status is 4.
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
        verb.Handler = async (cli, cancellationToken) =>
        {
            var vm = await ChangeAsync(cli, cli.Get(name)!, cli.Get(set) ?? [], cli.Get(file), cancellationToken);
            Report(cli, vm);
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<Vm?> ChangeAsync(
        Invocation cli, string name, string[] assignments, string? file, CancellationToken cancellationToken)
    {
        if (file is not null)
        {
            return assignments.Length == 0
                ? await cli.Client.ReplaceVmAsync(name, await InputFile.ReadAsync(cli, file, cancellationToken), null, cancellationToken)
                : throw new LodgeException(ErrorCode.InvalidArgument, "--set and --file exclude each other.", "Change the file instead.");
        }

        var vm = await cli.Client.GetVmForEditAsync(name, cancellationToken);
        if (assignments.Length > 0)
        {
            return await cli.Client.ReplaceVmAsync(name, Assign(vm.Definition, assignments), vm.Revision, cancellationToken);
        }

        return cli.Host.Io.InputIsTerminal && cli.Host.Io.OutputIsTerminal
            ? await EditSession.RunAsync(cli, vm, cancellationToken)
            : throw new LodgeException(
                ErrorCode.InvalidArgument, "lodge edit opens an editor, and there is no terminal for it.", "Use --set path=value or --file FILE.");
    }

    private static byte[] Assign(VmDefinition definition, string[] assignments)
    {
        var type = ApiJson.Default.VmDefinition;
        var json = JsonSerializer.SerializeToNode(definition, type)!.AsObject();
        foreach (var assignment in assignments)
        {
            FieldAssignment.Apply(json, type, assignment);
        }

        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static void Report(Invocation cli, Vm? vm)
    {
        if (vm is null)
        {
            cli.Output.Notice("Nothing was changed.");
            return;
        }

        cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is changed.");
        if (vm.HasPendingChanges)
        {
            cli.Output.Notice($"{vm.Name} goes on as it is, and uses the new definition from its next start on.");
        }
    }
}
