using Lodge.Model.Storage;

namespace Lodge.Engine.Ports;

/// <summary>Durable storage pools. When a call has completed, a power cut loses nothing of it.</summary>
public interface IPoolStore
{
    /// <summary>Reads all.</summary>
    Task<IReadOnlyList<StoredPool>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces one.</summary>
    Task SaveAsync(StoredPool pool, CancellationToken cancellationToken);

    /// <summary>Removes one and what is known of its volumes; does nothing when it is not there.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Whether a pool was ever saved, be it removed since.</summary>
    Task<bool> HadPoolsAsync(CancellationToken cancellationToken);

    /// <summary>Reads what is known of volumes.</summary>
    Task<IReadOnlyList<VolumeRecord>> LoadVolumesAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces what is known of a volume.</summary>
    Task SaveVolumeAsync(VolumeRecord volume, CancellationToken cancellationToken);

    /// <summary>Forgets what is known of a volume; does nothing where nothing is.</summary>
    Task DeleteVolumeAsync(Guid pool, string name, CancellationToken cancellationToken);
}

/// <summary>A pool as it is stored.</summary>
/// <param name="Definition">What was asked for.</param>
/// <param name="Revision">Grows by one with each change of the definition, from 1.</param>
/// <param name="Active">Whether it is in use, until the host boots.</param>
/// <param name="Persistent">False for a pool that is gone when it stops.</param>
public sealed record StoredPool(PoolDefinition Definition, long Revision = 1, bool Active = false, bool Persistent = true);
