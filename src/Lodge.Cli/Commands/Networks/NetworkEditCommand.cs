using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Changes;
using Lodge.Cli.Editing;
using Lodge.Cli.Networks;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Changes;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network edit</c></summary>
internal static class NetworkEditCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var name = NetworkArgument.One();
        var edit = new FieldEdit();
        var scope = new ScopeOptions();
        var verb = new Verb("edit", "Change a network's definition, in an editor or field by field.")
        {
            Completes = Completes.Network,
            Notes = """
                Opens the definition as JSON in $VISUAL, $EDITOR or vi, then shows what has changed and asks. A running
                network takes the change at once, all of it or nothing; what it cannot take, --next keeps for its next
                start. When somebody else changes the network at the same time, nothing is overwritten and the status is 4.
                """.ReplaceLineEndings("\n"),
            Examples =
            [
                new("lodge network edit lab", "in your editor"),
                new("lodge network edit lab --set autostart=false --set title='The lab'", "two fields"),
                new("lodge network edit lab --set dns.hosts='[{\"address\": \"10.7.0.5\", \"names\": [\"files\"]}]'", "a list, as JSON"),
                new("lodge network edit lab --set mtu=9000 --next", "from its next start on"),
                new("lodge network edit lab --file lab.json", "all of it from a file"),
            ],
        };
        verb.Add(name);
        edit.AddTo(verb);
        scope.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var how = scope.Of(cli);
            var network = await cli.Client.Networks.GetForEditAsync(cli.Get(name)!, cancellationToken);
            var changed = await edit.RunAsync(
                cli,
                network.Name,
                StartOf(network, how),
                ApiJson.Default.NetworkDefinition,
                DefinitionText.Of,
                (json, stop) => cli.Client.Networks.ReplaceAsync(network.Id.ToString(), json, ScopeOf(how), network.Revision, stop),
                cancellationToken);
            if (changed is null)
            {
                cli.Output.Notice("Nothing was changed.");
                return ExitStatus.Ok;
            }

            cli.Output.Done(changed, ApiJson.Default.Network, $"{changed.Name} is changed{(how == ChangeScope.Next && changed.IsActive ? ", from its next start on" : "")}.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static NetworkDefinition StartOf(Network network, ChangeScope scope) =>
        scope == ChangeScope.Live ? network.Runtime?.Definition ?? network.Definition : network.Definition;

    private static NetworkScope ScopeOf(ChangeScope scope) => scope switch
    {
        ChangeScope.Live => NetworkScope.Live,
        ChangeScope.Next => NetworkScope.Config,
        _ => NetworkScope.Both,
    };
}
