using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Snapshots;

/// <summary><c>lodge snapshot</c></summary>
internal static class SnapshotCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("snapshot", "Keep a VM as it is at a moment, and go back to that.")
        {
            Group = VerbGroup.Run,
            Notes = """
                A snapshot keeps the disks of a VM, running or stopped, its definition, what its firmware and TPM remember,
                and with --memory the guest in the middle of its work. Snapshots of a VM form a tree.
                """.ReplaceLineEndings("\n"),
        };
        verb.Add(SnapshotWorkCommands.Make());
        verb.Add(List());
        verb.Add(Info());
        verb.Add(SnapshotWorkCommands.Revert());
        verb.Add(SnapshotWorkCommands.Delete());
        return verb;
    }

    /// <summary>Names a snapshot.</summary>
    public static Argument<string> Snapshot() => new("SNAPSHOT") { Description = "Name or id of the snapshot.", Arity = ArgumentArity.ExactlyOne };

    private static Verb List()
    {
        var name = VmArgument.One();
        var verb = new Verb("list", "Show a VM's snapshots as a tree; '*' marks the one that it goes on from.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge snapshot list web1", "all snapshots of web1")],
        };
        verb.Aliases.Add("ls");
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var snapshots = await cli.Client.Snapshots.ListAsync(cli.Get(name)!, cancellationToken);
            if (!cli.Output.IsJson && snapshots.Count == 0)
            {
                cli.Output.Notice($"{cli.Get(name)} has no snapshots. 'lodge snapshot create {cli.Get(name)}' makes one.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(
                snapshots, ApiJson.Default.IReadOnlyListSnapshotSummary, () => SnapshotText.Tree(snapshots, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Info()
    {
        var (name, snapshot) = (VmArgument.One(), Snapshot());
        var verb = new Verb("info", "Show a snapshot: when it was made, and what is in it.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge snapshot info web1 before", "what 'before' holds")],
        };
        verb.Add(name);
        verb.Add(snapshot);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var found = await cli.Client.Snapshots.GetAsync(cli.Get(name)!, cli.Get(snapshot)!, cancellationToken);
            cli.Output.Result(found, ApiJson.Default.Snapshot, () => SnapshotText.Details(found, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
