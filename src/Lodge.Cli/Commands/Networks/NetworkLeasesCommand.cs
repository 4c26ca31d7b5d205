using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Rendering.Networks;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network leases</c></summary>
internal static class NetworkLeasesCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.One();
        var verb = new Verb("leases", "List the addresses that a network has lent.")
        {
            Completes = Completes.Network,
            Examples = [new("lodge network leases default", "who has which address, and until when")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = cli.Get(name)!;
            var leases = await cli.Client.Networks.ListLeasesAsync(network, cancellationToken);
            if (!cli.Output.IsJson && leases.Count == 0)
            {
                cli.Output.Notice($"{network} has lent no address.");
                return ExitStatus.Ok;
            }

            var plugs = cli.Output.IsJson ? [] : await cli.Client.Networks.ListPlugsAsync(network, cancellationToken);
            cli.Output.Result(
                leases, ApiJson.Default.IReadOnlyListDhcpLease, () => LeaseTable.Render(leases, plugs, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
