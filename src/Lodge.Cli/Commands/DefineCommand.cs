using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge define</c></summary>
internal static class DefineCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var file = new Argument<string>("FILE") { Description = "JSON of the definition; - for standard input.", Arity = ArgumentArity.ExactlyOne };
        var start = Opt.Flag("--start", "Start it at once; when that fails, nothing is defined.");
        var verb = new Verb("define", "Create a VM from JSON, without starting it.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.File,
            Notes = "The fields are those of VmDefinition in the API. 'lodge info NAME --json' shows them for a VM that exists.",
            Examples =
            [
                new("lodge define web1.json", "from a file"),
                new("echo '{\"name\": \"web1\"}' | lodge define -", "every field but the name has a default"),
            ],
        };
        verb.Add(file);
        verb.Add(start);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var definition = await InputFile.ReadAsync(cli, cli.Get(file)!, cancellationToken);
            var vm = await cli.Client.CreateVmAsync(DefinitionRequest.Of(definition, ("start", cli.Get(start))), cancellationToken);
            cli.Output.Done(vm, ApiJson.Default.Vm, $"{vm.Name} is defined, {StateWords.Of(vm.Status.State, vm.Status.Reason)}.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
