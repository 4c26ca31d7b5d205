using Lodge.Api.Contracts.Snapshots;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Work;
using Lodge.Model.Snapshots;

namespace Lodge.Cli.Commands.Snapshots;

/// <summary><c>lodge snapshot create</c>, <c>revert</c> and <c>delete</c>: jobs.</summary>
internal static class SnapshotWorkCommands
{
    /// <summary><c>lodge snapshot create</c></summary>
    public static Verb Make()
    {
        var vm = VmArgument.One();
        var name = Opt.Text("--name", "SNAPSHOT", "Its name; one is made of the time when left out.");
        var description = Opt.Text("--description", "TEXT", "What it is for.");
        var memory = Opt.Flag("--memory", "Keep the guest's memory too; it stands still while that is written.");
        var quiesce = Opt.Flag("--quiesce", "Have the guest's agent halt all writing meanwhile.");
        var inside = Opt.Flag("--internal", "Keep it within the disks' own images, which must be qcow2, instead of new ones on top of them.");
        var disks = Opt.Texts("--disk", "DISK", "Only this disk; may be given several times.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("create", "Make a snapshot of a VM, running or stopped.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge snapshot create web1 --name before", "the disks as they are now"),
                new("lodge snapshot create web1 --name before --memory", "the guest in the middle of its work, too"),
            ],
        };
        verb.Add(vm);
        verb.Add(name);
        verb.Add(description);
        verb.Add(memory);
        verb.Add(quiesce);
        verb.Add(inside);
        verb.Add(disks);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var request = new CreateSnapshot
            {
                Name = cli.Get(name),
                Description = cli.Get(description),
                Memory = cli.Get(memory),
                Quiesce = cli.Get(quiesce),
                Internal = cli.Get(inside),
                Disks = cli.Get(disks) is { Length: > 0 } named ? named : null,
            };
            var job = await cli.Client.Snapshots.CreateAsync(cli.Get(vm)!, request, cancellationToken);
            var what = cli.Get(name) is { } wanted ? $"Snapshot {wanted}" : "A snapshot";
            await JobFollower.FollowAsync(cli, job, limits, $"{what} of {job.Subject} is made.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge snapshot revert</c></summary>
    public static Verb Revert()
    {
        var (vm, snapshot) = (VmArgument.One(), SnapshotCommand.Snapshot());
        var to = Opt.Choice<RevertTo>("--to", "What the VM does then; without: with memory what it did then, else it boots if it is live now.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("revert", "Bring a VM back to a snapshot; what its disks hold now that no snapshot has is lost.")
        {
            Completes = Completes.AnyVm,
            Examples = [new("lodge snapshot revert web1 before", "as it was then")],
        };
        verb.Add(vm);
        verb.Add(snapshot);
        verb.Add(to);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var job = await cli.Client.Snapshots.RevertAsync(cli.Get(vm)!, cli.Get(snapshot)!, cli.Get(to) ?? RevertTo.AsRecorded, cancellationToken);
            await JobFollower.FollowAsync(cli, job, limits, $"{job.Subject} is back at {cli.Get(snapshot)}.", true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }

    /// <summary><c>lodge snapshot delete</c></summary>
    public static Verb Delete()
    {
        var (vm, snapshot) = (VmArgument.One(), SnapshotCommand.Snapshot());
        var children = Opt.Flag("--children", "Delete all that came from it, too.");
        var only = Opt.Flag("--children-only", "Delete all that came from it, but not itself.");
        var wait = new WaitOptions(withTimeout: true);
        var verb = new Verb("delete", "Delete a snapshot; the VM and its other snapshots stay as they are.")
        {
            Completes = Completes.AnyVm,
            Examples =
            [
                new("lodge snapshot delete web1 before", "the VM keeps what its disks hold now"),
                new("lodge snapshot delete web1 before --children", "it and all that came from it"),
            ],
        };
        verb.Add(vm);
        verb.Add(snapshot);
        verb.Add(children);
        verb.Add(only);
        wait.AddTo(verb);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var limits = wait.Of(cli);
            var scope = cli.Get(only) ? SnapshotScope.ChildrenOnly : cli.Get(children) ? SnapshotScope.WithChildren : SnapshotScope.One;
            var job = await cli.Client.Snapshots.DeleteAsync(cli.Get(vm)!, cli.Get(snapshot)!, scope, cancellationToken);
            var done = scope switch
            {
                SnapshotScope.One => $"Snapshot {cli.Get(snapshot)} of {job.Subject} is deleted.",
                SnapshotScope.WithChildren => $"Snapshot {cli.Get(snapshot)} of {job.Subject} and those that came from it are deleted.",
                _ => $"The snapshots of {job.Subject} that came from {cli.Get(snapshot)} are deleted.",
            };
            await JobFollower.FollowAsync(cli, job, limits, done, true, cancellationToken);
            return ExitStatus.Ok;
        };
        return verb;
    }
}
