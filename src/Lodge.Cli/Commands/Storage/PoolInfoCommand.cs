using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering.Storage;
using Lodge.Cli.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool info</c></summary>
internal static class PoolInfoCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = StorageArgument.Pool();
        var verb = new Verb("info", "Show everything about a storage pool: where it is, its room, what can be done in it.")
        {
            Completes = Completes.Pool,
            Examples = [new("lodge pool info default", "the pool that every host has")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pool = await cli.Client.Pools.GetAsync(cli.Get(name)!, cancellationToken);
            cli.Output.Result(pool, ApiJson.Default.Pool, () => PoolText.Details(pool, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
