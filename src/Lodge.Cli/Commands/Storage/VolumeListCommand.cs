using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Storage;
using Lodge.Cli.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge volume list</c></summary>
internal static class VolumeListCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var pool = new Argument<string?>("POOL") { Description = "Name or id of the storage pool; 'default' when left out.", Arity = ArgumentArity.ZeroOrOne };
        var names = Opt.Flag("--names", "Only the names, one a line.");
        var verb = new Verb("list", "List the volumes of a storage pool.")
        {
            Completes = Completes.Pool,
            Examples = [new("lodge volume list", "those of the pool 'default'"), new("lodge volume list fast", "those of another")],
        };
        verb.Aliases.Add("ls");
        verb.Add(pool);
        verb.Add(names);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var where = cli.Get(pool) ?? StorageArgument.UsualPool;
            var volumes = await cli.Client.Volumes.ListAsync(where, cancellationToken);
            if (!cli.Output.IsJson && volumes.Count == 0)
            {
                cli.Output.Notice($"There are no volumes in {where}. 'lodge volume create {where}/data 20G' makes one.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(volumes, ApiJson.Default.IReadOnlyListVolume, () => cli.Get(names)
                ? string.Concat(volumes.Select(volume => volume.Name + "\n"))
                : VolumeText.Table(volumes, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
