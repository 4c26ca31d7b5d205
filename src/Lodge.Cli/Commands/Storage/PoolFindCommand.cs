using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Storage;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Storage;

namespace Lodge.Cli.Commands.Storage;

/// <summary><c>lodge pool find</c></summary>
internal static class PoolFindCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var kind = new Argument<string>("TYPE") { Description = $"What is looked for: {string.Join(", ", Kebab.AllOf<PoolSourceKind>())}.", Arity = ArgumentArity.ExactlyOne };
        kind.CompletionSources.Add(_ => Kebab.AllOf<PoolSourceKind>().Select(each => new System.CommandLine.Completions.CompletionItem(each)));
        var host = new Argument<string?>("HOST") { Description = "The server that is asked: HOST, or HOST:PORT for iSCSI; left out for lvm.", Arity = ArgumentArity.ZeroOrOne };
        var initiator = Opt.Text("--initiator", "IQN", "Of iscsi: the name that this host gives there.");
        var verb = new Verb("find", "Look for what storage pools could be made of.")
        {
            Examples =
            [
                new("lodge pool find nfs nas.lan", "the folders that a server exports"),
                new("lodge pool find lvm", "the volume groups of this host"),
                new("lodge pool find iscsi nas.lan", "the targets of a server"),
            ],
        };
        verb.Add(kind);
        verb.Add(host);
        verb.Add(initiator);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var search = new PoolSearch(KindOf(cli.Get(kind)!), cli.Get(host), cli.Get(initiator));
            var found = await cli.Client.Pools.FindSourcesAsync(search, cancellationToken);
            if (!cli.Output.IsJson && found.Count == 0)
            {
                cli.Output.Notice(search.Server is { } server ? $"{server} offers nothing of the kind." : "This host has nothing of the kind.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(found, ApiJson.Default.IReadOnlyListPoolSource, () => PoolSourceText.Table(found, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static PoolSourceKind KindOf(string text) => Enum.GetValues<PoolSourceKind>().Cast<PoolSourceKind?>().FirstOrDefault(kind => Kebab.Of(kind!.Value) == text)
        ?? throw new LodgeException(ErrorCode.InvalidArgument, $"TYPE must be one of {string.Join(", ", Kebab.AllOf<PoolSourceKind>())}, not '{text}'.");
}
