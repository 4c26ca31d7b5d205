using Lodge.Engine.Storage;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Model.Storage;

namespace Lodge.Libvirt.Handlers.Storage;

/// <summary>Volumes as clients name them: by handles of which pool and name count, by names in a pool, by keys and paths.</summary>
/// <param name="volumes">All volumes.</param>
/// <param name="pools">All pools.</param>
internal sealed class VolumeDirectory(VolumeService volumes, PoolDirectory pools)
{
    /// <summary>The handle of a volume.</summary>
    public static StorageVol Handle(Pool pool, Volume volume) => new(pool.Name, volume.Name, volume.Key);

    /// <summary>The names of a handle's volume, which may be gone meanwhile; its pool must be in use.</summary>
    public VolumeName NameOf(StorageVol handle) => new(PoolDirectory.Active(pools.ByName(handle.Pool)).Name, handle.Name);

    /// <summary>The volume of a handle, with all that it is based on.</summary>
    public async ValueTask<Volume> GetAsync(StorageVol handle, CancellationToken cancellation) => await GetAsync(NameOf(handle), cancellation);

    /// <summary>A volume by its names, with all that it is based on.</summary>
    public async ValueTask<Volume> GetAsync(VolumeName name, CancellationToken cancellation) =>
        await volumes.FindAsync(name, cancellation) ?? throw Missing($"no storage vol with matching name '{name.Volume}'");

    /// <summary>All volumes of a pool that is in use, by name.</summary>
    public async ValueTask<(Pool Pool, IReadOnlyList<Volume> Volumes)> ListAsync(StoragePool handle, CancellationToken cancellation)
    {
        var pool = pools.GetActive(handle);
        return (pool, await volumes.ListAsync(pool.Name, cancellation));
    }

    /// <summary>The handle of the volume with a key or path.</summary>
    /// <param name="key">The key or path.</param>
    /// <param name="what">What it is called.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public async ValueTask<StorageVol> ByKeyAsync(string key, string what, CancellationToken cancellation) =>
        await volumes.FindByKeyAsync(key, cancellation) is var (pool, volume) ? Handle(pool, volume) : throw Missing($"no storage vol with matching {what} '{key}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoStorageVol, ErrorOrigin.Storage, detail);
}
