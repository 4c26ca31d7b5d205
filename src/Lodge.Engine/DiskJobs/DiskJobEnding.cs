using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Vms;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.DiskJobs;

/// <summary>The durable steps at the end of work on a disk. The caller holds the VM; each step is safe to repeat.</summary>
internal sealed partial class DiskJobEnding(VmCore core, SnapshotBook book, LayerMerging merging, IDiskLayers layers, DiskTargets targets, ILogger logger)
{
    /// <summary>Has the definition name the new image. Both images hold the same at this moment, and nobody writes.</summary>
    public async Task<DiskJob> SwitchAsync(Guid vmId, DiskJob job)
    {
        await core.Checkpoints.Carrying.CarryAsync(vmId, core.Live.Find(vmId), job.Disk, job.From.HostPath(), job.To!.HostPath(), job.ToFormat!.Value);
        return await RedirectAsync(vmId, job with { Switched = true }, (job.From, job.FromFormat), (job.To!, job.ToFormat!.Value));
    }

    /// <summary>Has the definition name the old image again, which the guest still writes to.</summary>
    public Task<DiskJob> UndoAsync(Guid vmId, DiskJob job) =>
        RedirectAsync(vmId, job with { Switched = false }, (job.To!, job.ToFormat!.Value), (job.From, job.FromFormat));

    /// <summary>What was wanted is there: nothing of it needs to be noted any more.</summary>
    public async Task CompleteAsync(Guid vmId, LiveVm? live, DiskJob job)
    {
        if (live is not null && job.Switched)
        {
            Follow(vmId, live, job);
        }

        await CloseAsync(live, job);
        if (job.Switched)
        {
            await core.Checkpoints.SettleAsync(vmId, live, hasMoved: true);
        }

        if (job is { Leaves: { } left, Switched: true })
        {
            await DeleteQuietlyAsync(left);
        }

        var set = book.Of(vmId);
        var needless = (await LeftAsync(vmId, set, job)).ToList();
        if (job.DeletesImages)
        {
            await DeleteImagesAsync([.. Committed(job).Where(needless.Contains)]);
        }

        await book.SaveAsync(set.WithoutJob(job.Id).Mark(needless, LayerState.Unneeded));
        targets.LetGo(job.Id);
        Announce(vmId, job, DiskJobState.Completed);
        await MergeQuietlyAsync(vmId);
    }

    /// <summary>The disk is as it was: what was made for the work is given back.</summary>
    public async Task AbandonAsync(Guid vmId, LiveVm? live, DiskJob job, DiskJobState outcome)
    {
        await CloseAsync(live, job);
        targets.LetGo(job.Id);
        if (job.MadeFile is { } file)
        {
            await layers.DeleteAsync(file, CancellationToken.None);
        }

        if (job.MadeVolume is { } volume)
        {
            await DeleteQuietlyAsync(volume);
        }

        await book.SaveAsync(book.Of(vmId).WithoutJob(job.Id));
        Announce(vmId, job, outcome);
    }

    /// <summary>Settles all work on a VM whose QEMU is gone: what was switched stands, the rest is given up.</summary>
    public async Task SettleStoppedAsync(Guid vmId)
    {
        foreach (var job in book.Of(vmId).DiskJobs())
        {
            await (job.Switched || job.Done || job.Kind is DiskJobKind.Pull or DiskJobKind.Commit
                ? CompleteAsync(vmId, null, job)
                : AbandonAsync(vmId, null, job, DiskJobState.Failed));
        }
    }

    /// <summary>Tells of work.</summary>
    public void Announce(Guid vmId, DiskJob job, DiskJobState state)
    {
        if (core.Inventory.Find(vmId) is { } vm)
        {
            core.States.Announce(vm, LodgeEvent.Draft(EventKind.VmDiskJobChanged) with
            {
                Device = job.Disk,
                DiskJob = new DiskJobNews(job.Kind, state, job.From.HostPath() ?? job.From.Describe(), job.Switched),
            });
        }
    }

    private async Task<DiskJob> RedirectAsync(Guid vmId, DiskJob job, (DiskSource, DiskFormat) from, (DiskSource, DiskFormat) to)
    {
        var vm = core.Inventory.Get(vmId);
        var set = book.Of(vmId).With(job);
        await (vm.Persistent && DiskJobNotes.Moved(vm.Definition, job.Disk, from, to) is { } moved ? book.SaveAsync(set, moved) : book.SaveAsync(set));
        return job;
    }

    // A QEMU that was taken over may have been told of already.
    private void Follow(Guid vmId, LiveVm live, DiskJob job)
    {
        if (DiskJobNotes.Moved(live.Intent.Definition, job.Disk, (job.From, job.FromFormat), (job.To!, job.ToFormat!.Value)) is not { } running)
        {
            return;
        }

        var vm = core.Inventory.Get(vmId);
        var revision = DefinitionDifference.Same(running, vm.Definition) ? vm.Revision : 0;
        live.Amend(intent => intent with { Definition = running, Revision = revision });
        core.Inventory.Update(vmId, now => now with
        {
            Definition = now.Persistent ? now.Definition : running,
            Runtime = now.Runtime is null ? null : now.Runtime with { Definition = running, DefinitionRevision = revision },
        });
    }

    private async Task CloseAsync(LiveVm? live, DiskJob job)
    {
        if (live is { Process.Exited.IsCompleted: false } && live.Intent.Definition.Disks.FirstOrDefault(disk => disk.Name == job.Disk) is { } disk)
        {
            try
            {
                await live.Process.BlockJobs.CloseUnusedAsync(disk, CancellationToken.None);
            }
            catch (LodgeException failure)
            {
                ImagesStayOpen(logger, job.Disk, failure.Message); // QEMU closes them when it ends.
            }
        }
    }

    // Images that Lodge made, that this disk does not stand on any more, and that no snapshot has. Who copies without
    // giving the old image up keeps it.
    private async Task<IEnumerable<string>> LeftAsync(Guid vmId, VmSnapshots set, DiskJob job)
    {
        if ((job.Kind == DiskJobKind.Copy && (!job.Switched || job.Leaves is null)) || core.Inventory.Find(vmId)?.CurrentDefinition.Disks.FirstOrDefault(disk => disk.Name == job.Disk) is not { } disk)
        {
            return [];
        }

        var now = disk.Source?.HostPath() is null ? [] : await layers.ReadChainAsync(SnapshotDisks.ImageOf(disk), CancellationToken.None);
        var kept = now.Select(layer => layer.Path).Concat(set.Snapshots.SelectMany(snapshot => snapshot.Disks).Select(item => item.Path)).ToHashSet();
        return job.Chain.Where(path => !kept.Contains(path));
    }

    private static IEnumerable<string> Committed(DiskJob job) => job.Chain.SkipWhile(path => path != job.Top).TakeWhile(path => path != job.Base);

    private async Task DeleteImagesAsync(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            if (await targets.FindAsync(DiskJobPlanner.SourceOf(path), CancellationToken.None) is { } volume)
            {
                await DeleteQuietlyAsync(volume);
                continue;
            }

            try
            {
                await layers.DeleteAsync(path, CancellationToken.None);
            }
            catch (LodgeException failure)
            {
                ImagesStay(logger, failure.Message);
            }
        }
    }

    // Work that was done stays done when its leftovers cannot be removed.
    private async Task DeleteQuietlyAsync(VolumeDiskSource volume)
    {
        try
        {
            await targets.DeleteAsync(volume, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            VolumeStays(logger, volume.Volume, volume.Pool, failure.Message);
        }
    }

    private async Task MergeQuietlyAsync(Guid vmId)
    {
        if (book.Of(vmId).DiskJobs().Count > 0)
        {
            return; // Whoever ends last does it.
        }

        try
        {
            await merging.RunAsync(vmId, new JobProgress(static _ => { }), CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            ImagesStay(logger, failure.Message);
        }
    }

    [LoggerMessage(2711, LogLevel.Warning, "The volume {Volume} of the storage pool {Pool} is not needed any more and could not be deleted: {Problem}")]
    private static partial void VolumeStays(ILogger logger, string volume, string pool, string problem);

    [LoggerMessage(2712, LogLevel.Warning, "Images that are not needed any more stay until the VM's next snapshot work: {Problem}")]
    private static partial void ImagesStay(ILogger logger, string problem);

    [LoggerMessage(2713, LogLevel.Warning, "Images that disk {Disk} does not need any more stay open: {Problem}")]
    private static partial void ImagesStayOpen(ILogger logger, string disk, string problem);
}
