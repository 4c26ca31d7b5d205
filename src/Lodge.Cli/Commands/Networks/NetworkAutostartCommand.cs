using System.CommandLine;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Networks;
using Lodge.Model.Errors;
using Lodge.Model.Networks;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network autostart</c></summary>
internal static class NetworkAutostartCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.One();
        var wanted = new Argument<string?>("STATE") { Description = "on or off; on if not given.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("autostart", "Decide whether a network starts with the daemon.")
        {
            Completes = Completes.Network,
            Examples =
            [
                new("lodge network autostart lab", "it starts with the daemon"),
                new("lodge network autostart lab off", "it waits until somebody starts it"),
            ],
        };
        verb.Add(name);
        verb.Add(wanted);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var autostart = Read(cli.Get(wanted));
            var network = await cli.Client.Networks.GetForEditAsync(cli.Get(name)!, cancellationToken);
            var definition = JsonSerializer.SerializeToUtf8Bytes(network.Definition with { Autostart = autostart }, ApiJson.Default.NetworkDefinition);
            var changed = await cli.Client.Networks.ReplaceAsync(network.Id.ToString(), definition, NetworkScope.Config, network.Revision, cancellationToken);
            cli.Output.Done(changed, ApiJson.Default.Network, $"{changed.Name} {(autostart ? "starts with the daemon" : "does not start with the daemon")} from now on.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static bool Read(string? text) => text switch
    {
        null or "on" => true,
        "off" => false,
        _ => throw new LodgeException(ErrorCode.InvalidArgument, $"'{text}' is neither 'on' nor 'off'.", "See: lodge network autostart --help"),
    };
}
