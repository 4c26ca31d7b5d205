using System.Collections.Concurrent;
using Lodge.Engine.Storage;
using Lodge.Engine.Storage.Pools;
using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.DiskJobs;

/// <summary>The volumes that disks are copied to, and those that they leave.</summary>
internal sealed class DiskTargets(StorageCore storage)
{
    private readonly ConcurrentDictionary<Guid, IDisposable> _claims = new();

    /// <summary>Makes a volume for a copy.</summary>
    /// <exception cref="LodgeException">The pool is not in use, the name is taken, or there is no room.</exception>
    public async Task<Volume> MakeAsync(VolumeDiskSource name, DiskFormat wanted, long capacity, BackingRequest? backing, CancellationToken cancellationToken)
    {
        var pool = storage.Inventory.Get(name.Pool);
        var format = wanted == DiskFormat.Qcow2 ? VolumeFormat.Qcow2 : VolumeFormat.Raw;
        var request = new VolumeRequest { Name = name.Volume, Capacity = new ByteSize(capacity), Format = format, Backing = backing };
        return await storage.Creation.CreateAsync(pool.Name, request, null, new Jobs.SynchronousProgress<double>(static _ => { }), cancellationToken);
    }

    /// <summary>A pool's name.</summary>
    /// <exception cref="LodgeException">There is no such pool.</exception>
    public string NameOf(string pool) => storage.Inventory.Get(pool).Name;

    /// <summary>The format that a pool takes: the one that was wanted, or the one that it has.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="wanted">What was asked for; null for nothing.</param>
    /// <param name="usual">What is taken where the pool allows it and nothing was asked for.</param>
    public DiskFormat FormatIn(string pool, DiskFormat? wanted, DiskFormat usual)
    {
        var takes = storage.Inventory.Get(pool).Capabilities.Formats;
        return wanted ?? (takes.Contains(usual == DiskFormat.Qcow2 ? VolumeFormat.Qcow2 : VolumeFormat.Raw) ? usual : takes.Contains(VolumeFormat.Raw) ? DiskFormat.Raw : DiskFormat.Qcow2);
    }

    /// <summary>Refuses a name that a volume has.</summary>
    /// <exception cref="LodgeException">It is taken, or the pool is not in use.</exception>
    public async Task ThrowIfThereAsync(VolumeDiskSource name, CancellationToken cancellationToken)
    {
        var pool = storage.Inventory.Get(name.Pool);
        PoolErrors.ThrowUnlessUsable(pool, "take a disk");
        if (await storage.Catalogue.FindAsync(pool, name.Volume, cancellationToken) is not null)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The storage pool '{pool.Name}' has a volume '{name.Volume}' already.", "Choose another name with --name, or delete that one first.");
        }
    }

    /// <summary>The volume that a disk has; null when it is in no pool.</summary>
    public async Task<VolumeDiskSource?> FindAsync(DiskSource source, CancellationToken cancellationToken)
    {
        if (source is VolumeDiskSource named)
        {
            return named;
        }

        return source.HostPath() is { } path && await storage.Catalogue.FindByKeyAsync(path, cancellationToken) is { } found
            ? new VolumeDiskSource { Pool = found.Pool.Name, Volume = found.Volume.Name, At = found.Volume.Source }
            : null;
    }

    /// <summary>What volumes are based on, as paths; those of a disk's own images do not count.</summary>
    public async Task<IEnumerable<string>> NeededByVolumesAsync(IReadOnlySet<string> own, CancellationToken cancellationToken)
    {
        foreach (var pool in storage.Inventory.List().Where(pool => pool.State is PoolState.Running or PoolState.Degraded))
        {
            try
            {
                await storage.Catalogue.ListAsync(pool, cancellationToken);
            }
            catch (LodgeException failure)
            {
                storage.Condition.Lose(pool.Id, failure.Error); // What was last seen of it counts.
            }
        }

        return storage.Inventory.List().SelectMany(pool => storage.Catalogue.Known(pool)).Where(volume => !own.Contains(volume.Key))
            .Select(volume => volume.Backing?.Name).OfType<string>();
    }

    /// <summary>Deletes a volume; one that is gone already is passed over.</summary>
    /// <exception cref="LodgeException">Somebody needs it, or the storage refused.</exception>
    public async Task DeleteAsync(VolumeDiskSource name, CancellationToken cancellationToken)
    {
        try
        {
            await storage.Opening.WaitAsync(cancellationToken);
            await storage.Changes.DeleteAsync(new VolumeName(name.Pool, name.Volume), false, cancellationToken);
        }
        catch (LodgeException gone) when (gone.Error.Code is ErrorCode.NotFound or ErrorCode.PoolNotFound or ErrorCode.VolumeNotFound)
        {
            return;
        }
    }

    /// <summary>Keeps everybody else from the volume of a copy, until it is let go.</summary>
    public void Hold(DiskJob job)
    {
        if (job.MadeVolume is { } made && storage.Inventory.Find(made.Pool) is { } pool)
        {
            var claim = storage.Claims.Take(pool, made.Volume, writes: true, "copy of a disk");
            if (!_claims.TryAdd(job.Id, claim))
            {
                claim.Dispose();
            }
        }
    }

    /// <summary>Lets others have the volume of a copy.</summary>
    public void LetGo(Guid job)
    {
        if (_claims.TryRemove(job, out var claim))
        {
            claim.Dispose();
        }
    }
}
