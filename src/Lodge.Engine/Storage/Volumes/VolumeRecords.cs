using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>What Lodge knows of volumes beside their bytes. Durable.</summary>
internal sealed class VolumeRecords(IPoolStore store)
{
    private readonly ConcurrentDictionary<(Guid Pool, string Name), VolumeRecord> _records = new();

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var record in await store.LoadVolumesAsync(cancellationToken))
        {
            _records[(record.Pool, record.Name)] = record;
        }
    }

    public VolumeRecord? Find(Guid pool, string name) => _records.GetValueOrDefault((pool, name));

    public async Task SaveAsync(VolumeRecord record)
    {
        await store.SaveVolumeAsync(record, CancellationToken.None);
        _records[(record.Pool, record.Name)] = record;
    }

    public async Task DeleteAsync(Guid pool, string name)
    {
        if (_records.ContainsKey((pool, name)))
        {
            await store.DeleteVolumeAsync(pool, name, CancellationToken.None);
            _records.TryRemove((pool, name), out _);
        }
    }

    /// <summary>Forgets all of a pool that the store has forgotten.</summary>
    public void Forget(Guid pool)
    {
        foreach (var key in _records.Keys.Where(key => key.Pool == pool))
        {
            _records.TryRemove(key, out _);
        }
    }
}
