using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Cli.Rendering.Networks;
using Lodge.Model.Errors;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network dns</c></summary>
internal static class NetworkDnsCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.One();
        var verb = new Verb("dns", "Print what the host needs to find a network's guests by name.")
        {
            Completes = Completes.Network,
            Notes = """
                Guests find each other by name without it. With it the host finds web1 as web1.NETWORK.lodge.internal.
                It prints commands and changes nothing.
                """.ReplaceLineEndings("\n"),
            Examples = [new("lodge network dns default", "what to type, or to put into a file")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var network = await cli.Client.Networks.GetAsync(cli.Get(name)!, cancellationToken);
            var text = DnsSetup.Of(network) ?? throw new LodgeException(
                ErrorCode.InvalidState,
                $"Network '{network.Name}' answers no questions for names now.",
                network.IsActive
                    ? "It has no address of the host's, or its DNS is switched off."
                    : $"Start it: lodge network start {network.Name}");
            cli.Output.Data(text);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
