using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Editing;
using Lodge.Cli.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool edit</c></summary>
internal static class PoolEditCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = StorageArgument.Pool();
        var edit = new FieldEdit();
        var verb = new Verb("edit", "Change a storage pool's definition, in an editor or field by field.")
        {
            Completes = Completes.Pool,
            Notes = """
                Opens the definition as JSON in $VISUAL, $EDITOR or vi, then shows what has changed and asks. When somebody
                else changes the pool at the same time, nothing is overwritten and the status is 4.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge pool edit fast", "in your editor"),
                new("lodge pool edit fast --set autostart=false --set thresholds.warning=70", "two fields"),
            ],
        };
        verb.Add(name);
        edit.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pool = await cli.Client.Pools.GetForEditAsync(cli.Get(name)!, cancellationToken);
            var changed = await edit.RunAsync(
                cli,
                pool.Name,
                pool.Definition,
                ApiJson.Default.PoolDefinition,
                DefinitionText.Of,
                (json, stop) => cli.Client.Pools.ReplaceAsync(pool.Id.ToString(), json, pool.Revision, stop),
                cancellationToken);
            if (changed is null)
            {
                cli.Output.Notice("Nothing was changed.");
                return ExitStatus.Ok;
            }

            cli.Output.Done(changed, ApiJson.Default.Pool, $"{changed.Name} is changed.");
            return ExitStatus.Ok;
        };
        return verb;
    }
}
