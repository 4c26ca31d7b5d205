using Lodge.Engine.Ports;
using Lodge.Engine.Snapshots;
using Lodge.Engine.Vms;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.DiskJobs;

/// <summary>Decides what work comes to, notes it durably, and makes what a copy is written to. The caller holds the VM.</summary>
internal sealed class DiskJobPreparation(SnapshotBook book, LayerUse use, IDiskLayers layers, DiskTargets targets)
{
    /// <summary>Decides, without changing anything.</summary>
    /// <exception cref="LodgeException">It makes no sense now.</exception>
    public async Task<PreparedDiskJob> PlanAsync(Vm vm, LiveVm? live, DiskJobWish wish, Guid id, CancellationToken cancellationToken)
    {
        var definition = live?.Intent.Definition ?? vm.Definition;
        var disk = definition.FindDisk(wish.Disk) ?? throw new LodgeException(ErrorCode.InvalidArgument, $"VM '{vm.Name}' has no disk '{wish.Disk}'.");
        book.Of(vm.Id).ThrowIfDiskJob(vm.Name, "have that done", disk.Name);
        ThrowIfSaved(vm);
        var chain = disk.Source?.HostPath() is null ? [] : await layers.ReadChainAsync(SnapshotDisks.ImageOf(disk), cancellationToken);
        var needed = await NeededAsync(vm.Id, chain, cancellationToken);
        var job = DiskJobPlanner.Plan(id, wish, disk, chain, needed);
        await ThrowIfTaggedAsync(wish, job, chain, cancellationToken);
        if (job.Kind == DiskJobKind.Copy)
        {
            job = await PlaceAsync(job, wish, live, cancellationToken);
            job = wish.DeleteSource ? job with { Leaves = await LeavesAsync(job, needed, cancellationToken) } : job;
        }

        return new PreparedDiskJob(job, disk, chain);
    }

    /// <summary>Notes it, and makes what a copy is written to.</summary>
    /// <exception cref="LodgeException">That cannot be made; nothing is left of it.</exception>
    public async Task<PreparedDiskJob> MakeAsync(Guid vmId, LiveVm? live, PreparedDiskJob plan, CancellationToken cancellationToken)
    {
        var job = plan.Job;
        await book.SaveAsync(book.Of(vmId).With(job));
        try
        {
            if (job.MadeFile is not null || job.MadeVolume is not null)
            {
                var bytes = live is null ? await layers.MeasureAsync(plan.Chain[0], cancellationToken) : await live.Process.BlockJobs.MeasureAsync(plan.Disk, cancellationToken);
                job = await MakeAsync(job, plan.Chain, bytes, cancellationToken);
                await book.SaveAsync(book.Of(vmId).With(job));
            }

            targets.Hold(job);
            return plan with { Job = job };
        }
        catch
        {
            targets.LetGo(job.Id);
            await book.SaveAsync(book.Of(vmId).WithoutJob(job.Id));
            throw;
        }
    }

    private async Task<DiskJob> MakeAsync(DiskJob job, IReadOnlyList<LayerFile> chain, long bytes, CancellationToken cancellationToken)
    {
        var below = job.Shallow ? chain[1] : null;
        if (job.MadeFile is { } path)
        {
            await layers.MakeAsync(new LayerFile(path, job.ToFormat!.Value), bytes, below, cancellationToken);
            return job;
        }

        var backing = below is null ? null : new BackingRequest { Path = below.Path, Format = below.Format == DiskFormat.Qcow2 ? VolumeFormat.Qcow2 : VolumeFormat.Raw };
        var made = await targets.MakeAsync(job.MadeVolume!, job.ToFormat!.Value, bytes, backing, cancellationToken);
        if (made.Source is not (FileDiskSource or BlockDiskSource))
        {
            await targets.DeleteAsync(job.MadeVolume!, CancellationToken.None);
            throw new LodgeException(
                ErrorCode.Unsupported, $"The storage pool '{made.Pool}' is on a server, where disks are not copied to yet.", "Choose a pool of files or block devices.");
        }

        // A disk that named its volume goes on naming one; another stays a file or device.
        var volume = job.MadeVolume! with { At = made.Source };
        return job with { MadeVolume = volume, To = job.From is VolumeDiskSource ? volume : made.Source };
    }

    private async Task<DiskJob> PlaceAsync(DiskJob job, DiskJobWish wish, LiveVm? live, CancellationToken cancellationToken)
    {
        if (live is null && job.From.HostPath() is null)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"Disk '{job.Disk}' is on a server, and the VM is stopped.", "Start the VM, and copy the disk while it runs.");
        }

        if (wish.Path is { } path)
        {
            var format = wish.Format ?? (job.Shallow ? DiskFormat.Qcow2 : job.FromFormat);
            return job with { To = DiskJobPlanner.SourceOf(path), ToFormat = format, MadeFile = wish.Reuse ? null : path };
        }

        var name = wish.Volume ?? Path.GetFileName(job.From.HostPath() ?? job.From.Describe());
        var volume = new VolumeDiskSource { Pool = targets.NameOf(wish.Pool!), Volume = name };
        await targets.ThrowIfThereAsync(volume, cancellationToken);
        return job with { MadeVolume = volume, ToFormat = targets.FormatIn(volume.Pool, job.Shallow ? DiskFormat.Qcow2 : wish.Format, job.FromFormat) };
    }

    private async Task<VolumeDiskSource> LeavesAsync(DiskJob job, IReadOnlySet<string> needed, CancellationToken cancellationToken)
    {
        if (job.AtReady != AtReady.Pivot)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, "A volume that the disk stays on cannot be deleted.", "Pivot to the copy, or keep the volume.");
        }

        var leaves = await targets.FindAsync(job.From, cancellationToken)
            ?? throw new LodgeException(ErrorCode.InvalidArgument, $"'{job.From.Describe()}' is in no storage pool, and is not deleted.", "Keep it: --keep.");
        return job.From.HostPath() is { } path && needed.Contains(path)
            ? throw new LodgeException(
                ErrorCode.ImageInUse, $"The volume '{leaves.Volume}' of the storage pool '{leaves.Pool}' is needed by a snapshot, another VM or another volume.", "Keep it: --keep.")
            : leaves;
    }

    private async Task<IReadOnlySet<string>> NeededAsync(Guid vmId, IReadOnlyList<LayerFile> chain, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(await use.ElsewhereAsync(vmId, cancellationToken));
        foreach (var frozen in book.All.SelectMany(set => set.Snapshots).SelectMany(snapshot => snapshot.Disks))
        {
            needed.Add(frozen.Path);
        }

        needed.UnionWith(await targets.NeededByVolumesAsync(chain.Select(layer => layer.Path).ToHashSet(), cancellationToken));
        return needed;
    }

    // What an internal snapshot lacks it reads from the images below, and neither a copy nor another image has any of them.
    private async Task ThrowIfTaggedAsync(DiskJobWish wish, DiskJob job, IReadOnlyList<LayerFile> chain, CancellationToken cancellationToken)
    {
        IEnumerable<LayerFile> harmed = job.Kind switch
        {
            DiskJobKind.Pull => DiskJobPlanner.IsNothing(job) ? [] : chain.Take(1),
            DiskJobKind.Copy => wish.DeleteSource ? chain.Take(1) : [],
            _ => job.DeletesImages ? chain.SkipWhile(layer => layer.Path != job.Top).TakeWhile(layer => layer.Path != job.Base) : [],
        };
        foreach (var image in harmed)
        {
            if ((await layers.ReadTagsAsync(image, cancellationToken)).Count is > 0 and var count)
            {
                throw new LodgeException(
                    ErrorCode.ImageInUse,
                    $"'{image.Path}' holds {count} internal snapshot{(count == 1 ? "" : "s")}, which would be lost.",
                    "Delete them first: 'lodge snapshot list' shows those of a VM, 'qemu-img snapshot -l' all that an image holds.");
            }
        }
    }

    private static void ThrowIfSaved(Vm vm)
    {
        if (vm is { HasManagedSave: true, Status.IsLive: false })
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' has a managed save, which knows its disks as they are now.",
                $"Start it from that save with 'lodge start {vm.Name}', or throw the save away first.");
        }
    }
}

/// <summary>Work, decided.</summary>
/// <param name="Job">Its notes.</param>
/// <param name="Disk">The disk as it runs, or as it would.</param>
/// <param name="Chain">Its images from the top downwards; empty for a disk on a server.</param>
internal sealed record PreparedDiskJob(DiskJob Job, DiskDefinition Disk, IReadOnlyList<LayerFile> Chain);
