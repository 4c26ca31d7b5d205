using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Events;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Snapshots;

/// <summary>Brings a VM back to a snapshot: its images stay as they are, and the VM gets new ones on top of them.</summary>
internal sealed class SnapshotRevert(VmCore core, SnapshotBook book, SnapshotPorts ports, SnapshotSettling settling, LayerMerging merging)
{
    /// <summary>Brings it back. The caller holds the VM, and nothing is unsettled.</summary>
    public async Task RevertAsync(Guid vmId, Guid snapshotId, RevertTo to, JobProgress progress, CancellationToken cancellationToken)
    {
        var vm = core.Inventory.Get(vmId);
        SnapshotRules.ThrowUnlessFit(vm);
        var snapshot = book.Of(vmId).Get(snapshotId.ToString(), vm.Name);
        var start = StartOf(snapshot, to, vm.Status.IsLive);
        var definition = DefinitionOf(snapshot, vm.Definition);
        var overlays = SnapshotPlan.OverlaysOf(DisksOf(snapshot, definition), snapshot.Name);
        await MakeAsync(vmId, overlays, cancellationToken);
        try
        {
            if (vm.Status.IsLive)
            {
                progress.Step("ending QEMU");
                await core.Ender.EndAsync(vmId, VmTrigger.Killed, $"to go back to snapshot '{snapshot.Name}'", CancellationToken.None);
            }

            definition = await SwitchAsync(vm, snapshot, definition, overlays);
        }
        catch
        {
            await settling.GiveBackImagesAsync(vmId);
            throw;
        }

        core.States.Announce(EventKind.SnapshotReverted, core.Inventory.Get(vmId), snapshot.Name);
        await merging.RunAsync(vmId, progress, cancellationToken);
        if (start is { } plan)
        {
            progress.Step("starting");
            await core.Starter.StartAsync(vmId, plan with { Definition = plan.RestoreFrom is null ? null : definition }, cancellationToken);
        }
    }

    private async Task MakeAsync(Guid vmId, IReadOnlyList<OverlaySwitch> overlays, CancellationToken cancellationToken)
    {
        await book.SaveAsync(book.Of(vmId).With(overlays.Select(overlay => new DiskLayer(overlay.Path, overlay.Disk.Name!, LayerState.Making))));
        try
        {
            foreach (var overlay in overlays)
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

    private async Task<VmDefinition> SwitchAsync(Vm before, Snapshot snapshot, VmDefinition definition, IReadOnlyList<OverlaySwitch> overlays)
    {
        var set = book.Of(before.Id);
        var redirected = DiskRedirection.With(
            definition, overlays.ToDictionary(overlay => overlay.Disk.Source!.HostPath()!, overlay => new LayerFile(overlay.Path, DiskFormat.Qcow2)));
        var frozen = set.Snapshots.SelectMany(item => item.Disks).Select(disk => disk.Path).ToHashSet();
        var left = before.Definition.Disks.Concat(before.CurrentDefinition.Disks)
            .Where(disk => snapshot.Disks.Any(item => item.Disk == disk.Name))
            .Select(disk => disk.Source?.HostPath()).OfType<string>().Where(path => !frozen.Contains(path));
        var after = set.Mark(left, LayerState.Unneeded).Mark(overlays.Select(overlay => overlay.Path), LayerState.Kept) with { CurrentId = snapshot.Id };
        await book.SaveAsync(after with { Work = new SnapshotWork(SnapshotWorkKind.BringingBack, snapshot.Id) }, redirected);
        await settling.SettleAsync(before.Id, null, CancellationToken.None);
        return redirected;
    }

    private static IEnumerable<DiskDefinition> DisksOf(Snapshot snapshot, VmDefinition definition) =>
        snapshot.Disks.Select(item => definition.Disks.First(disk => disk.Name == item.Disk));

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
