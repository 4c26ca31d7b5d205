using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool list</c></summary>
internal static class PoolListCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var names = Opt.Flag("--names", "Only the names, one a line.");
        var verb = new Verb("list", "List storage pools.") { Examples = [new("lodge pool list", "all pools, with their room")] };
        verb.Aliases.Add("ls");
        verb.Add(names);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var pools = await cli.Client.Pools.ListAsync(cancellationToken);
            cli.Output.Result(pools, ApiJson.Default.IReadOnlyListPool, () => cli.Get(names)
                ? string.Concat(pools.Select(pool => pool.Name + "\n"))
                : PoolText.Table(pools, cli.Output.Style));
            foreach (var troubled in pools.Where(pool => pool.Problem is not null))
            {
                cli.Output.Notice($"{troubled.Name}: {troubled.Problem!.Message}");
            }

            return ExitStatus.Ok;
        };
        return verb;
    }
}
