using Lodge.Engine.Jobs;
using Lodge.Engine.Vms;
using Lodge.Model.Events;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Snapshots;

/// <summary>
/// Brings a VM back to a snapshot: its images stay as they are, and the VM gets new ones on top of them. What is within images is
/// brought back there; that is noted together with the definition, and done again by whoever finds the note.
/// </summary>
internal sealed class SnapshotRevert(VmCore core, SnapshotBook book, SnapshotPorts ports, SnapshotSettling settling, LayerMerging merging, RevertPlacing placing)
{
    /// <summary>Brings it back. The caller holds the VM, and nothing is unsettled.</summary>
    public async Task RevertAsync(Guid vmId, Guid snapshotId, RevertTo to, JobProgress progress, CancellationToken cancellationToken)
    {
        var vm = core.Inventory.Get(vmId);
        SnapshotRules.ThrowUnlessFit(vm);
        var snapshot = book.Of(vmId).Get(snapshotId.ToString(), vm.Name);
        var start = StartOf(snapshot, to, vm.Status.IsLive);
        var definition = DefinitionOf(snapshot, vm.Definition);
        var places = await placing.DecideAsync(vm, snapshot, definition, cancellationToken);
        await MakeAsync(vmId, places, progress, cancellationToken);
        try
        {
            if (vm.Status.IsLive)
            {
                progress.Step("ending QEMU");
                await core.Ender.EndAsync(vmId, VmTrigger.Killed, $"to go back to snapshot '{snapshot.Name}'", CancellationToken.None);
            }

            definition = await SwitchAsync(vm, snapshot, definition, places);
        }
        catch
        {
            await settling.GiveBackImagesAsync(vmId);
            throw;
        }

        core.States.Announce(EventKind.SnapshotReverted, core.Inventory.Get(vmId), snapshot.Name);
        await core.Checkpoints.SettleAsync(vmId, null, hasMoved: true);
        var loadsFromImages = snapshot.IsInternal && start?.RestoreFrom is not null;
        if (!loadsFromImages)
        {
            await merging.RunAsync(vmId, progress, cancellationToken);
        }

        if (start is { } plan)
        {
            progress.Step("starting");
            await core.Starter.StartAsync(vmId, plan with { Definition = plan.RestoreFrom is null ? null : definition }, cancellationToken);
        }

        if (loadsFromImages)
        {
            await merging.RunAsync(vmId, progress, cancellationToken);
        }
    }

    private async Task MakeAsync(Guid vmId, RevertPlaces places, JobProgress progress, CancellationToken cancellationToken)
    {
        await book.SaveAsync(book.Of(vmId).With(places.Layers).Loosen(places.Copies.SelectMany(copy => copy.Tags)));
        try
        {
            foreach (var copy in places.Copies)
            {
                progress.Step($"copying {Path.GetFileName(copy.Disk.Source!.HostPath())}");
                await ports.Layers.DuplicateAsync(copy.Disk.Source!.HostPath()!, copy.Path, cancellationToken);
            }

            foreach (var overlay in places.Overlays)
            {
                await ports.Layers.ReadChainAsync(SnapshotDisks.ImageOf(overlay.Disk), cancellationToken);
                await ports.Layers.CreateAsync(overlay.Path, SnapshotDisks.ImageOf(overlay.Disk), cancellationToken);
            }
        }
        catch
        {
            await settling.GiveBackImagesAsync(vmId);
            throw;
        }
    }

    private async Task<VmDefinition> SwitchAsync(Vm before, Snapshot snapshot, VmDefinition definition, RevertPlaces places)
    {
        var set = book.Of(before.Id);
        var redirected = DiskRedirection.With(definition, places.Forward);
        var frozen = set.Snapshots.SelectMany(item => item.Disks).Select(disk => disk.Path).ToHashSet();
        var left = before.Definition.Disks.Concat(before.CurrentDefinition.Disks)
            .Where(disk => snapshot.Disks.Any(item => item.Disk == disk.Name))
            .Select(disk => disk.Source?.HostPath()).OfType<string>().Where(path => !frozen.Contains(path));
        var kept = places.Layers.Select(layer => layer.Path).Concat(snapshot.Disks.Select(disk => disk.Path));
        var after = set.Mark(left, LayerState.Unneeded).Mark(kept, LayerState.Kept) with { CurrentId = snapshot.Id };
        await book.SaveAsync(after with { Work = new SnapshotWork(SnapshotWorkKind.BringingBack, snapshot.Id) }, redirected);
        await settling.SettleAsync(before.Id, null, CancellationToken.None);
        return redirected;
    }

    // Disks that are not in the snapshot stay as they are now.
    private static VmDefinition DefinitionOf(Snapshot snapshot, VmDefinition present) => snapshot.Definition with
    {
        Id = present.Id,
        Name = present.Name,
        Disks =
        [
            .. snapshot.Definition.Disks.Select(disk =>
                snapshot.Disks.All(item => item.Disk != disk.Name) && present.Disks.FirstOrDefault(other => other.Name == disk.Name) is { } now
                    ? disk with { Source = now.Source, Format = now.Format } : disk),
        ],
    };

    private static StartPlan? StartOf(Snapshot snapshot, RevertTo to, bool wasLive)
    {
        var goal = (to, snapshot.Memory) switch
        {
            (RevertTo.AsRecorded, not null) => snapshot.State == SnapshotState.Paused ? RevertTo.Paused : RevertTo.Running,
            (RevertTo.AsRecorded, null) => wasLive ? RevertTo.Running : RevertTo.Stopped,
            _ => to,
        };
        return goal == RevertTo.Stopped ? null : new StartPlan(goal == RevertTo.Paused, snapshot.Memory);
    }
}
