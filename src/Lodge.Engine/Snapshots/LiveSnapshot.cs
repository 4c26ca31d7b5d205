using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;

namespace Lodge.Engine.Snapshots;

/// <summary>A snapshot of a VM whose QEMU lives; the guest stands still only while something is copied that it could change.</summary>
internal sealed class LiveSnapshot(VmCore core, SnapshotBook book, SnapshotPorts ports, SnapshotSettling settling, LiveVm live)
{
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromMinutes(5);

    /// <summary>Takes it; the new images are there already.</summary>
    public async Task<Snapshot> TakeAsync(Vm vm, SnapshotPlan plan, SnapshotWish wish, JobProgress progress, CancellationToken cancellationToken)
    {
        var isFrozen = false;
        try
        {
            if (wish.Quiesce)
            {
                progress.Step("having the guest finish its writing");
                await core.Freezing.FreezeAsync(vm.Id.ToString(), null, LongestFreeze, cancellationToken);
                isFrozen = true;
            }

            return await TakeQuietAsync(vm, plan, wish, progress, cancellationToken);
        }
        finally
        {
            if (isFrozen)
            {
                await ThawAsync(vm);
            }
        }
    }

    private async Task<Snapshot> TakeQuietAsync(Vm vm, SnapshotPlan plan, SnapshotWish wish, JobProgress progress, CancellationToken cancellationToken)
    {
        var memory = ports.Files.Prepare(vm.Id, plan.Snapshot.Id);
        var snapshot = wish.Memory ? plan.Snapshot with { Memory = memory } : plan.Snapshot;
        var wasRunning = snapshot.State == SnapshotState.Running;
        var pauses = wasRunning && (wish.Memory || ports.Files.HasState(vm.Id));
        live.Amend(intent => intent with { Operation = RunOperation.Snapshotting, Paused = !wasRunning, SavedState = snapshot.IsInternal ? null : snapshot.Memory });
        try
        {
            if (pauses)
            {
                await live.Process.PauseAsync(cancellationToken);
            }

            if (snapshot.IsInternal)
            {
                await ports.Files.KeepAsync(vm.Id, snapshot.Id, cancellationToken);
                await TagAsync(vm, snapshot, progress, cancellationToken);
                return snapshot;
            }

            if (wish.Memory)
            {
                var share = new Jobs.SynchronousProgress<double>(done => progress.Report((done, "writing the guest's memory")));
                await live.Process.SaveAsync(memory, HeaderOf(snapshot), share, cancellationToken);
            }

            await ports.Files.KeepAsync(vm.Id, snapshot.Id, cancellationToken);
            await SwitchAsync(vm, snapshot, plan);
        }
        finally
        {
            await ReleaseAsync(pauses || (wish.Memory && !snapshot.IsInternal), wasRunning);
        }

        return snapshot;
    }

    // What makes it stand is the record, in one durable step: until then it is to be removed.
    private async Task TagAsync(Vm vm, Snapshot snapshot, JobProgress progress, CancellationToken cancellationToken)
    {
        var disks = snapshot.Disks.Select(item => live.Intent.Definition.Disks.First(disk => disk.Name == item.Disk)).ToList();
        var tag = snapshot.Disks[0].Tag!;
        if (snapshot.Memory is null)
        {
            await live.Process.Blocks.TagAsync(disks, tag, cancellationToken);
        }
        else
        {
            progress.Step("writing the guest's memory");
            var header = HeaderOf(snapshot) with { Accel = live.Process.Runtime.Accel, Tag = tag, TaggedDisks = [.. snapshot.Disks.Select(disk => disk.Disk)] };
            await ports.Files.DescribeMemoryAsync(vm.Id, snapshot.Id, header, cancellationToken);
            await live.Process.Blocks.TagWithMemoryAsync(disks, tag, cancellationToken);
        }

        await book.SaveAsync(book.Of(vm.Id).With(snapshot).Fasten(ImageTags.Of(snapshot)));
    }

    // From here on there is no way back but through what is durable.
    private async Task SwitchAsync(Vm vm, Snapshot snapshot, SnapshotPlan plan)
    {
        var set = book.Of(vm.Id).With(snapshot).Mark(plan.Overlays.Select(overlay => overlay.Path), LayerState.Kept);
        var work = new SnapshotWork(SnapshotWorkKind.Switching, snapshot.Id);
        await book.SaveAsync(set with { Work = work }, DiskRedirection.With(core.Inventory.Get(vm.Id).Definition, plan.Forward));
        try
        {
            await live.Process.Blocks.SwitchAsync(plan.Overlays, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            if (!await settling.SettleSwitchAsync(vm.Id, live))
            {
                throw;
            }

            settling.NoteLateSwitch(vm.Name, failure);
            return;
        }

        await settling.FinishSwitchAsync(vm.Id, live, plan.Forward);
    }

    // To write a guest's memory, QEMU lets go of its images, and takes them again only when the guest goes on.
    private async Task ReleaseAsync(bool resumes, bool staysSo)
    {
        try
        {
            if (resumes && !live.Process.Exited.IsCompleted)
            {
                await live.Process.ResumeAsync(CancellationToken.None);
                if (!staysSo)
                {
                    await live.Process.PauseAsync(CancellationToken.None);
                }
            }
        }
        finally
        {
            live.Amend(intent => intent with { Operation = RunOperation.None, Paused = false, SavedState = null });
        }
    }

    private async Task ThawAsync(Vm vm)
    {
        try
        {
            await core.Freezing.ThawAsync(vm.Id.ToString(), CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            settling.NoteLateThaw(vm.Name, failure); // The promise to thaw stands, and is kept when its time is over.
        }
    }

    private SavedStateHeader HeaderOf(Snapshot snapshot) => new()
    {
        Definition = snapshot.Definition,
        WasPaused = snapshot.State == SnapshotState.Paused,
        SavedAt = snapshot.CreatedAt,
        QemuVersion = live.Process.Runtime.QemuVersion,
        MachineName = live.Process.Runtime.MachineName,
    };
}
