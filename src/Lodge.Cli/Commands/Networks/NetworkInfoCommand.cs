using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Rendering.Networks;
using Lodge.Model.Networks;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network info</c></summary>
internal static class NetworkInfoCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.One();
        var verb = new Verb("info", "Show everything about a network: what it is, who is on it, what is in its way.")
        {
            Completes = Completes.Network,
            Examples = [new("lodge network info default", "for people"), new("lodge network info default --json", "the API's JSON")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = await cli.Client.Networks.GetAsync(cli.Get(name)!, cancellationToken);
            if (cli.Output.IsJson)
            {
                cli.Output.Json(network, ApiJson.Default.Network);
                return ExitStatus.Ok;
            }

            cli.Output.Data(await TextAsync(cli, network, cancellationToken));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static async Task<string> TextAsync(Invocation cli, Network network, CancellationToken cancellationToken)
    {
        var id = network.Id.ToString();
        var plugs = await cli.Client.Networks.ListPlugsAsync(id, cancellationToken);
        var check = network.IsActive ? await cli.Client.Networks.CheckAsync(id, cancellationToken) : null;
        return NetworkText.Details(network, plugs, check, cli.Host.Clock.GetUtcNow(), cli.Output.Style);
    }
}
