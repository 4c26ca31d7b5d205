using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge rename</c></summary>
internal static class RenameCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = VmArgument.One();
        var newName = new Argument<string>("NEW-NAME") { Description = "Its name from now on.", Arity = ArgumentArity.ExactlyOne };
        var verb = new Verb("rename", "Give a VM another name; its id stays.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Examples = [new("lodge rename web1 shop", "web1 is called shop")],
        };
        verb.Add(name);
        verb.Add(newName);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var vm = await cli.Client.RenameVmAsync(cli.Get(name)!, cli.Get(newName)!, cancellationToken);
            cli.Output.Done(vm, ApiJson.Default.Vm, $"{cli.Get(name)} is now called {vm.Name}.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
