using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Cli.Work;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge delete</c></summary>
internal static class DeleteCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var targets = new VmTargets("delete", "every stopped VM", vm => vm.State == VmState.Stopped);
        var force = Opt.Flag("--force", "Kill a running VM first.");
        var discard = Opt.Flag("--discard-save", "Throw a saved state away as well.");
        var disks = Opt.Flag("--disks", "Delete the disks that Lodge made for it, too: those of images, and cloud-init's.");
        var verb = new Verb("delete", "Forget stopped VMs; their disks stay unless asked for otherwise.")
        {
            Group = VerbGroup.Define,
            Completes = Completes.AnyVm,
            Notes = "What --disks never deletes: images, disks that you made or brought along, and what another VM, a snapshot or a volume needs.",
            Examples =
            [
                new("lodge delete web1", "forget web1, which is stopped"),
                new("lodge delete web1 --disks", "and delete what was made for it when it was launched"),
                new("lodge delete web1 --force --discard-save", "whatever state it is in"),
            ],
        };
        targets.AddTo(verb);
        verb.Add(force);
        verb.Add(discard);
        verb.Add(disks);
        verb.Handler = (cli, cancellationToken) => targets.ForEachAsync(
            cli, (name, _, token) => DeleteAsync(cli, name, cli.Get(force), (cli.Get(discard), cli.Get(disks)), token), cancellationToken);
        return verb;
    }

    private static async Task DeleteAsync(
        Invocation cli, string name, bool force, (bool Save, bool Disks) also, CancellationToken cancellationToken)
    {
        var vm = await cli.Client.GetVmAsync(name, cancellationToken);
        if (vm.Status.IsLive && !force)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{name}' is {StateWords.Name(vm.Status.State)}, so it is not deleted.",
                $"Stop it first: lodge stop {name}. Or kill and delete it: lodge delete {name} --force");
        }

        if (vm is { Status.IsLive: true, Persistent: true })
        {
            await ThrowIfKeptAsync(cli, name, cancellationToken);
        }

        var gone = vm.Status.IsLive && await KillAsync(cli, vm, name, cancellationToken);
        var deleted = gone ? null : await cli.Client.DeleteVmAsync(name, also.Save, null, cancellationToken, also.Disks);
        cli.Output.Done($"{name} is deleted.");
        if (deleted is { DeletedDisks: { Count: > 0 } with })
        {
            cli.Output.Notice($"Deleted with it: {string.Join(", ", with)}");
        }

        if (deleted is { KeptDisks: { Count: > 0 } kept })
        {
            cli.Output.Notice($"These disks stay{(also.Disks ? ", since something else needs them" : "; with --disks, they would have gone with it")}: {string.Join(", ", kept)}");
        }
    }

    // The daemon would refuse to delete it, when the guest is killed already.
    private static async Task ThrowIfKeptAsync(Invocation cli, string name, CancellationToken cancellationToken)
    {
        var snapshots = await cli.Client.Snapshots.ListAsync(name, cancellationToken);
        ThrowIfAny(name, "snapshot", [.. snapshots.Select(snapshot => snapshot.Name)]);
        var checkpoints = await cli.Client.Checkpoints.ListAsync(name, cancellationToken);
        ThrowIfAny(name, "checkpoint", [.. checkpoints.Select(checkpoint => checkpoint.Name)]);
    }

    private static void ThrowIfAny(string name, string kind, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{name}' has {items.Count} {kind}{(items.Count == 1 ? "" : "s")}, which would be lost; it is not killed.",
                $"Delete them first: lodge {kind} delete {name} {items[0]} --children");
        }
    }

    // A transient VM is forgotten as soon as it stops.
    private static async Task<bool> KillAsync(Invocation cli, Vm vm, string name, CancellationToken cancellationToken)
    {
        try
        {
            await cli.Client.KillVmAsync(name, cancellationToken);
        }
        catch (LodgeException e) when (e.Error.Code == ErrorCode.InvalidState)
        {
            cli.Output.Notice($"{name} stopped by itself in the meantime.");
        }

        return !vm.Persistent;
    }
}
