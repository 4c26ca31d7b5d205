using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Networks;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network list</c></summary>
internal static class NetworkListCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var names = Opt.Flag("--names", "Only the names, one a line.");
        var verb = new Verb("list", "List networks.") { Examples = [new("lodge network list", "all networks")] };
        verb.Aliases.Add("ls");
        verb.Add(names);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var networks = await cli.Client.Networks.ListAsync(cancellationToken);
            if (!cli.Output.IsJson && networks.Count == 0)
            {
                cli.Output.Notice("There are no networks. 'lodge network create lab' makes one; VMs reach out without one too.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(networks, ApiJson.Default.IReadOnlyListNetworkSummary, () => cli.Get(names)
                ? string.Concat(networks.Select(network => network.Name + "\n"))
                : NetworkTable.Render(networks, cli.Output.Style));
            foreach (var troubled in networks.Where(network => network.Problems.Count > 0))
            {
                cli.Output.Notice($"{troubled.Name} is not as it should be: 'lodge network repair {troubled.Name}' mends it.");
            }

            return ExitStatus.Ok;
        };
        return verb;
    }
}
