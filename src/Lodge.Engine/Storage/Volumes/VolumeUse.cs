using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>Which VMs and which other volumes need a volume.</summary>
internal sealed class VolumeUse(StorageCore core)
{
    /// <summary>The snapshots of VMs that an image belongs to, by its path.</summary>
    public Func<string, IEnumerable<(string Vm, Snapshot Snapshot)>> SnapshotsOf { get; set; } = static _ => [];

    /// <summary>Refuses what a snapshot of a VM would be lost by.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="verb">What was asked for: <c>be deleted</c>.</param>
    /// <param name="internalToo">Whether it harms what the image holds besides what a guest sees, too.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>.</exception>
    public void ThrowIfInSnapshot(Volume volume, string verb, bool internalToo)
    {
        foreach (var (vm, snapshot) in SnapshotsOf(volume.Key))
        {
            if (internalToo || !snapshot.IsInternal)
            {
                throw new LodgeException(
                    ErrorCode.ImageInUse,
                    $"The volume '{volume.Name}' cannot {verb}: it belongs to snapshot '{snapshot.Name}' of VM '{vm}'.",
                    $"Delete the snapshot first: 'lodge snapshot delete {vm} {snapshot.Name}'.");
            }
        }
    }

    /// <summary>Refuses what internal snapshots would be lost by, whoever made them.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>.</exception>
    public static void ThrowIfTagged(Volume volume, string verb)
    {
        if (volume.Qcow2?.Snapshots is { } count)
        {
            throw new LodgeException(
                ErrorCode.ImageInUse,
                $"The volume '{volume.Name}' cannot {verb}: it holds {count} internal snapshot{(count == 1 ? "" : "s")}, which would be lost.",
                "Delete them first: 'lodge snapshot list' shows those of a VM, 'qemu-img snapshot -l' all that an image holds.");
        }
    }

    /// <summary>All that need a volume, directly or as what their images are based on.</summary>
    public async Task<IReadOnlyList<VolumeUser>> UsersOfAsync(Pool pool, Volume volume, CancellationToken cancellationToken)
    {
        var users = new List<VolumeUser>();
        foreach (var (vm, disk, running) in Disks())
        {
            if (Is(disk.Source, pool, volume))
            {
                users.Add(new VolumeUser { Vm = vm.Name, Disk = disk.Name, Running = running, Reads = disk.ReadOnly || disk.Device == DiskDevice.Cdrom });
            }
            else if (disk is { Format: DiskFormat.Qcow2 } && disk.Source?.HostPath() is { } path
                && (await core.Calls.ReadChainAsync(path, VolumeFormat.Qcow2, cancellationToken)).Any(layer => layer.Name == volume.Key))
            {
                users.Add(new VolumeUser { Vm = vm.Name, Disk = disk.Name, Running = running, IsBacking = true });
            }
        }

        users.AddRange(Volumes().Where(other => IsBasedOn(other.Volume, volume)).Select(other => new VolumeUser { Pool = other.Pool.Name, Volume = other.Volume.Name, IsBacking = true }));
        return [.. users.Distinct()];
    }

    /// <summary>Refuses what would take something away from who needs it.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="volume">The volume.</param>
    /// <param name="verb">What was asked for: <c>be deleted</c>.</param>
    /// <param name="stoppedToo">Whether VMs that do not run count, too.</param>
    /// <param name="cancellationToken">Ends the looking into images.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>, naming who needs it.</exception>
    public async Task ThrowIfNeededAsync(Pool pool, Volume volume, string verb, bool stoppedToo, CancellationToken cancellationToken)
    {
        var users = (await UsersOfAsync(pool, volume, cancellationToken)).Where(user => stoppedToo || user.Vm is null || user.Running || user.IsBacking).ToArray();
        if (users.Length > 0)
        {
            throw new LodgeException(
                ErrorCode.ImageInUse,
                $"The volume '{volume.Name}' of the storage pool '{pool.Name}' cannot {verb}: {string.Join("; ", users.Take(5).Select(user => user.ToString()))}{(users.Length > 5 ? $"; and {users.Length - 5} more" : "")}.",
                users.Any(user => user.Running) ? "Stop the VM first, or take the disk from it." : "Take the disk from the VM, or base the other volume on something else ('lodge volume flatten').");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: a running VM has a disk in this pool.</exception>
    public void ThrowIfRunning(Pool pool)
    {
        var vms = Disks().Where(use => use.Running && IsIn(use.Disk.Source, pool)).Select(use => $"{use.Vm.Name} ({use.Disk.Name})").Distinct().ToArray();
        if (vms.Length > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The storage pool '{pool.Name}' is in use: running VMs have disks in it, {string.Join(", ", vms)}.", "Stop these VMs first, or move their disks.");
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.ImageInUse"/>: a VM has a disk in this pool.</exception>
    public Task ThrowIfDefinedInAsync(Pool pool, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var vms = Disks().Where(use => IsIn(use.Disk.Source, pool)).Select(use => $"{use.Vm.Name} ({use.Disk.Name})").Distinct().ToArray();
        return vms.Length == 0
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.ImageInUse, $"The storage pool '{pool.Name}' is needed: VMs have disks in it, {string.Join(", ", vms)}.", "Delete these VMs first, or take the disks from them.");
    }

    /// <summary>What the definitions of VMs say of the formats of images, by path; raw where several differ.</summary>
    public Dictionary<string, VolumeFormat> FormatsOfDisks()
    {
        var formats = new Dictionary<string, VolumeFormat>(StringComparer.Ordinal);
        foreach (var (_, disk, _) in Disks())
        {
            if (disk is { Format: { } format } && disk.Source?.HostPath() is { } path)
            {
                formats[path] = format == DiskFormat.Raw || formats.GetValueOrDefault(path, VolumeFormat.Qcow2) == VolumeFormat.Raw ? VolumeFormat.Raw : VolumeFormat.Qcow2;
            }
        }

        return formats;
    }

    private IEnumerable<(Vm Vm, DiskDefinition Disk, bool Running)> Disks()
    {
        foreach (var vm in core.Vms.List())
        {
            foreach (var disk in vm.Runtime?.Definition.Disks ?? [])
            {
                yield return (vm, disk, true);
            }

            foreach (var disk in vm.Definition.Disks)
            {
                yield return (vm, disk, false);
            }
        }
    }

    private IEnumerable<(Pool Pool, Volume Volume)> Volumes() =>
        core.Inventory.List().SelectMany(pool => core.Catalogue.Known(pool), (pool, volume) => (pool, volume));

    private static bool Is(DiskSource? source, Pool pool, Volume volume) =>
        source is not null
        && ((source is VolumeDiskSource named && named.Pool == pool.Name && named.Volume == volume.Name)
            || source.HostPath() == volume.Key
            || (volume.Source is { } place && source.Resolved() == place));

    private bool IsIn(DiskSource? source, Pool pool) =>
        (source as VolumeDiskSource)?.Pool == pool.Name
        || (source?.HostPath() is { } path && core.Catalogue.Known(pool).Any(volume => volume.Key == path))
        || (pool.Definition.Backend is FolderPoolBackend or FileSystemPoolBackend or NfsPoolBackend or LvmPoolBackend or LvmThinPoolBackend
            && pool.Definition.Backend.TargetPath() is { } folder && source?.HostPath()?.StartsWith($"{folder}/", StringComparison.Ordinal) == true);

    private static bool IsBasedOn(Volume other, Volume volume) =>
        other.Backing?.Name == volume.Key || (other.Qcow2?.DataFile is { } data && data == volume.Key);
}
