using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering.Networks;
using Lodge.Model.Errors;
using Lodge.Model.Networks.HostBridges;

namespace Lodge.Cli.Commands.Networks;

/// <summary><c>lodge network bridge-host list</c>, <c>confirm</c> and <c>undo</c></summary>
internal static class HostBridgeStateCommands
{
    /// <summary><c>lodge network bridge-host list</c></summary>
    public static Verb List()
    {
        var verb = new Verb("list", "List bridges that Lodge has made over interfaces.")
        {
            Examples = [new("lodge network bridge-host list", "which there are, and which wait to be confirmed")],
        };
        verb.Aliases.Add("ls");
        verb.Handler = async (cli, cancellationToken) =>
        {
            var bridges = await cli.Client.HostBridges.ListAsync(cancellationToken);
            if (!cli.Output.IsJson && bridges.Count == 0)
            {
                cli.Output.Notice("There is none. 'lodge network bridge-host INTERFACE --dry-run' shows how one would be made.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(bridges, ApiJson.Default.IReadOnlyListHostBridge, () => HostBridgeText.Table(bridges, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge network bridge-host confirm</c></summary>
    public static Verb Confirm()
    {
        var name = new Argument<string?>("INTERFACE") { Description = "The interface; may be left out when one bridge waits.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("confirm", "Keep a bridge: write the files that make it again at boot, and make the network for guests.")
        {
            Examples = [new("lodge network bridge-host confirm eth0", "in time, or eth0 gets everything back")],
        };
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var link = cli.Get(name) ?? await OnlyOneAsync(cli, cancellationToken);
            Kept(cli, await cli.Client.HostBridges.ConfirmAsync(link, cancellationToken));
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge network bridge-host undo</c></summary>
    public static Verb Undo()
    {
        var name = new Argument<string>("INTERFACE") { Description = "The interface.", Arity = ArgumentArity.ExactlyOne };
        var force = Opt.Flag("--force", "Cut guests off that are on the bridge, and replace files that somebody has changed since.");
        var verb = new Verb("undo", "Give an interface everything back: addresses, routes, files. The network for guests goes.")
        {
            Examples = [new("lodge network bridge-host undo eth0", "refused while guests are on the bridge")],
        };
        verb.Add(name);
        verb.Add(force);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var undone = await cli.Client.HostBridges.UndoAsync(cli.Get(name)!, cli.Get(force), cancellationToken);
            cli.Output.Done(undone, ApiJson.Default.HostBridge, $"{undone.Interface} has everything back, and {undone.Bridge} is gone.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary>Says what is kept.</summary>
    public static void Kept(Invocation cli, HostBridge kept)
    {
        cli.Output.Done(kept, ApiJson.Default.HostBridge, $"{kept.Bridge} over {kept.Interface} is kept; guests use it by the network {kept.Network}.");
        if (kept.Files is { } files)
        {
            cli.Output.Notice($"  written: {string.Join(", ", files)}{(kept.Backups is { } old ? $"; what they held is in {old}" : "")}");
        }
    }

    private static async Task<string> OnlyOneAsync(Invocation cli, CancellationToken cancellationToken)
    {
        var waiting = (await cli.Client.HostBridges.ListAsync(cancellationToken)).Where(bridge => bridge.State == HostBridgeState.Waiting).Select(bridge => bridge.Interface).ToArray();
        return waiting switch
        {
            [var only] => only,
            [] => throw new LodgeException(ErrorCode.NotFound, "No bridge waits to be confirmed.", "One that nobody confirms in time is given back; make it again."),
            _ => throw new LodgeException(ErrorCode.InvalidArgument, $"Several bridges wait to be confirmed: {string.Join(", ", waiting)}.", "Say which."),
        };
    }
}
