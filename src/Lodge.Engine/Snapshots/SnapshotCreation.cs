using Lodge.Engine.Jobs;
using Lodge.Engine.Vms;
using Lodge.Model.Events;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Snapshots;

/// <summary>
/// Makes snapshots. The order is what makes them safe: the new images are noted, then made and synced; then snapshot
/// and definition switch to them in one durable step; only then is a running QEMU switched. At every moment the
/// definition thus names images that hold everything the guest has written. An internal snapshot is noted as one to be removed,
/// then made, and belongs to the snapshot when all images have it.
/// </summary>
internal sealed class SnapshotCreation(VmCore core, SnapshotBook book, SnapshotPorts ports, SnapshotSettling settling)
{
    /// <summary>Makes a snapshot. The caller holds the VM, and nothing is unsettled.</summary>
    public async Task CreateAsync(Guid vmId, SnapshotWish wish, JobProgress progress, CancellationToken cancellationToken)
    {
        var vm = core.Inventory.Get(vmId);
        var live = vm.Status.IsLive ? core.Live.Get(vm, "be snapshotted") : null;
        SnapshotRules.ThrowUnlessFit(vm, wish);
        var set = book.Of(vmId);
        var plan = SnapshotPlan.Of(set, live?.Intent.Definition ?? vm.Definition, wish, StateOf(vm), core.Clock.GetUtcNow());
        SnapshotRules.ThrowUnlessSame(vm, plan);
        plan = plan.With(await core.Checkpoints.Carrying.TrustedAsync(vmId, live, cancellationToken));
        await book.SaveAsync(set.With(plan.Layers).Loosen(ImageTags.Of(plan.Snapshot)));
        try
        {
            await MakeAsync(plan, cancellationToken);
            var kept = live is null
                ? await TakeStoppedAsync(vmId, plan, progress, cancellationToken)
                : await new LiveSnapshot(core, book, ports, settling, live).TakeAsync(vm, plan, wish, progress, cancellationToken);
            core.States.Announce(EventKind.SnapshotCreated, core.Inventory.Get(vmId), kept.Name);
        }
        catch
        {
            await settling.GiveBackAsync(vmId, plan.Snapshot.Id);
            await settling.RemoveQuietlyAsync(vmId, ImageTags.Of(plan.Snapshot));
            throw;
        }
    }

    private async Task MakeAsync(SnapshotPlan plan, CancellationToken cancellationToken)
    {
        foreach (var overlay in plan.Overlays)
        {
            await ports.Layers.CreateAsync(overlay.Path, SnapshotDisks.ImageOf(overlay.Disk), cancellationToken);
        }
    }

    private async Task<Snapshot> TakeStoppedAsync(Guid vmId, SnapshotPlan plan, JobProgress progress, CancellationToken cancellationToken)
    {
        ports.Files.Prepare(vmId, plan.Snapshot.Id);
        await ports.Files.KeepAsync(vmId, plan.Snapshot.Id, cancellationToken);
        if (plan.Snapshot.IsInternal)
        {
            foreach (var tag in ImageTags.Of(plan.Snapshot))
            {
                progress.Step($"making a snapshot in {Path.GetFileName(tag.Path)}");
                await ports.Layers.TagAsync(tag.Path, tag.Tag, cancellationToken);
            }

            await book.SaveAsync(book.Of(vmId).With(plan.Snapshot).Fasten(ImageTags.Of(plan.Snapshot)));
            return plan.Snapshot;
        }

        foreach (var overlay in plan.Overlays)
        {
            await core.Checkpoints.Carrying.CarryAsync(overlay, cancellationToken);
        }

        var set = book.Of(vmId).With(plan.Snapshot).Mark(plan.Overlays.Select(overlay => overlay.Path), LayerState.Kept);
        await book.SaveAsync(set, DiskRedirection.With(core.Inventory.Get(vmId).Definition, plan.Forward));
        return plan.Snapshot;
    }

    private static SnapshotState StateOf(Vm vm) => vm.Status.State switch
    {
        VmState.Running => SnapshotState.Running,
        VmState.Stopped => SnapshotState.Stopped,
        VmState.Paused => SnapshotState.Paused,
        _ => throw VmStates.Refusal(vm, "be snapshotted"),
    };
}
