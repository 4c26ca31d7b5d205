using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Lodge.Model.Storage;
using Lodge.Store.Threading;

namespace Lodge.Store.Pools;

/// <summary>Storage pools in the database.</summary>
internal sealed class SqlitePools(StoreThread thread) : IPoolStore
{
    public Task<IReadOnlyList<FolderPool>> LoadAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Pools.Load(), cancellationToken);

    public Task SaveAsync(FolderPool pool, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(pool, ModelJson.Default.FolderPool);
        return thread.RunAsync(database => database.Pools.Save(pool.Id, json), cancellationToken);
    }

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Pools.Delete(id), cancellationToken);
}
