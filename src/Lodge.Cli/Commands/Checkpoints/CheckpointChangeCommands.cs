using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;
using Lodge.Model.Checkpoints;

namespace Lodge.Cli.Commands.Checkpoints;

/// <summary><c>lodge checkpoint create</c> and <c>delete</c>.</summary>
internal static class CheckpointChangeCommands
{
    /// <summary><c>lodge checkpoint create</c></summary>
    public static Verb Make()
    {
        var vm = VmArgument.One();
        var name = Opt.Text("--name", "CHECKPOINT", "Its name; one is made of the time when left out.");
        var description = Opt.Text("--description", "TEXT", "What it is for.");
        var quiesce = Opt.Flag("--quiesce", "Have the guest's agent halt all writing meanwhile.");
        var disks = Opt.Texts("--disk", "DISK", "Only this disk, in a qcow2 image; may be given several times.");
        var verb = new Verb("create", "Make a checkpoint of a VM, running or stopped.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge checkpoint create web1 --name monday", "note what is written from now on"),
                new("lodge checkpoint create web1 --name monday --disk vda", "of one disk only"),
            ],
        };
        verb.Add(vm);
        verb.Add(name);
        verb.Add(description);
        verb.Add(quiesce);
        verb.Add(disks);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var request = new CreateCheckpoint
            {
                Name = cli.Get(name),
                Description = cli.Get(description),
                Quiesce = cli.Get(quiesce),
                Disks = cli.Get(disks) is { Length: > 0 } named ? named : null,
            };
            var made = await cli.Client.Checkpoints.CreateAsync(cli.Get(vm)!, request, cancellationToken);
            cli.Output.Done(made, ApiJson.Default.Checkpoint, $"Checkpoint {made.Name} of {cli.Get(vm)} is made.");
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge checkpoint delete</c></summary>
    public static Verb Delete()
    {
        var (vm, checkpoint) = (VmArgument.One(), CheckpointCommand.Checkpoint());
        var children = Opt.Flag("--children", "Delete all after it, too.");
        var only = Opt.Flag("--children-only", "Delete all after it, but not itself.");
        var record = Opt.Flag("--record-only", "Leave the bitmaps in the images.");
        var verb = new Verb("delete", "Delete a checkpoint; what the others know stays.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge checkpoint delete web1 monday", "backups may begin from the others as before"),
                new("lodge checkpoint delete web1 monday --children", "it and all after it"),
            ],
        };
        verb.Add(vm);
        verb.Add(checkpoint);
        verb.Add(children);
        verb.Add(only);
        verb.Add(record);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var (of, wanted) = (cli.Get(vm)!, cli.Get(checkpoint)!);
            var scope = cli.Get(only) ? CheckpointScope.ChildrenOnly : cli.Get(children) ? CheckpointScope.WithChildren : CheckpointScope.One;
            await cli.Client.Checkpoints.DeleteAsync(of, wanted, scope, cli.Get(record), cancellationToken);
            cli.Output.Done(CheckpointText.Deleted(scope, wanted, of));
            return ExitStatus.Ok;
        };
        return verb;
    }
}
