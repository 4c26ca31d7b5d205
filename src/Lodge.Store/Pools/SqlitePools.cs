using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Lodge.Model.Storage;
using Lodge.Store.Threading;

namespace Lodge.Store.Pools;

/// <summary>Storage pools in the database, and what is known of their volumes.</summary>
internal sealed class SqlitePools(StoreThread thread) : IPoolStore
{
    private const string SavedCounter = "pool";

    public Task<IReadOnlyList<StoredPool>> LoadAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Pools.Load(), cancellationToken);

    public Task SaveAsync(StoredPool pool, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(pool.Definition, ModelJson.Default.PoolDefinition);
        return thread.RunAsync(
            database =>
            {
                database.Pools.Save(pool, json);
                database.Counters.Reserve(SavedCounter, 1);
            },
            cancellationToken);
    }

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => thread.RunAsync(
        database =>
        {
            database.Volumes.DeletePool(id);
            database.Pools.Delete(id);
        },
        cancellationToken);

    public Task<bool> HadPoolsAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Counters.Has(SavedCounter), cancellationToken);

    public Task<IReadOnlyList<VolumeRecord>> LoadVolumesAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Volumes.Load(), cancellationToken);

    public Task SaveVolumeAsync(VolumeRecord volume, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(volume, ModelJson.Default.VolumeRecord);
        return thread.RunAsync(database => database.Volumes.Save(volume.Pool, volume.Name, json), cancellationToken);
    }

    public Task DeleteVolumeAsync(Guid pool, string name, CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Volumes.Delete(pool, name), cancellationToken);
}
