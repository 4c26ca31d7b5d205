using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;

namespace Lodge.Cli.Commands.Checkpoints;

/// <summary><c>lodge checkpoint</c></summary>
internal static class CheckpointCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("checkpoint", "Note what a VM writes to its disks from a moment on, for incremental backups.")
        {
            Group = VerbGroup.Run,
            Notes = """
                A checkpoint holds no data: in the qcow2 image of each disk, a bitmap notes what is written since. One cannot go
                back to it; that is what 'lodge snapshot' is for.
                """.ReplaceLineEndings("\n"),
        };
        verb.Add(CheckpointChangeCommands.Make());
        verb.Add(List());
        verb.Add(Show());
        verb.Add(CheckpointChangeCommands.Delete());
        return verb;
    }

    /// <summary>Names a checkpoint.</summary>
    public static Argument<string> Checkpoint() => new("CHECKPOINT") { Description = "Name or id of the checkpoint.", Arity = ArgumentArity.ExactlyOne };

    private static Verb List()
    {
        var name = VmArgument.One();
        var verb = new Verb("list", "Show a VM's checkpoints, oldest first; '*' marks the newest.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge checkpoint list web1", "all checkpoints of web1")],
        };
        verb.Aliases.Add("ls");
        verb.Add(name);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var checkpoints = await cli.Client.Checkpoints.ListAsync(cli.Get(name)!, cancellationToken);
            if (!cli.Output.IsJson && checkpoints.Count == 0)
            {
                cli.Output.Notice($"{cli.Get(name)} has no checkpoints. 'lodge checkpoint create {cli.Get(name)}' makes one.");
                return ExitStatus.Ok;
            }

            cli.Output.Result(
                checkpoints,
                ApiJson.Default.IReadOnlyListCheckpointSummary,
                () => CheckpointText.List(checkpoints, cli.Host.Clock.GetUtcNow(), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Show()
    {
        var (name, checkpoint) = (VmArgument.One(), Checkpoint());
        var size = Opt.Flag("--size", "Show how much the guest wrote to each disk since; the VM runs.");
        var verb = new Verb("show", "Show a checkpoint: when it was made, its disks, and whether backups may begin from it.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge checkpoint show web1 monday", "all about 'monday'"),
                new("lodge checkpoint show web1 monday --size", "how much was written since"),
            ],
        };
        verb.Add(name);
        verb.Add(checkpoint);
        verb.Add(size);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (vm, wanted) = (cli.Get(name)!, cli.Get(checkpoint)!);
            if (cli.Get(size))
            {
                var written = await cli.Client.Checkpoints.MeasureAsync(vm, wanted, cancellationToken);
                cli.Output.Result(written, ApiJson.Default.IReadOnlyListWrittenSince, () => CheckpointText.Written(written, cli.Output.Style));
                return ExitStatus.Ok;
            }

            var found = await cli.Client.Checkpoints.GetAsync(vm, wanted, cancellationToken);
            cli.Output.Result(found, ApiJson.Default.Checkpoint, () => CheckpointText.Details(found, cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
