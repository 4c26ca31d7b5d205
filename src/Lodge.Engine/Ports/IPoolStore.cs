using Lodge.Model.Storage;

namespace Lodge.Engine.Ports;

/// <summary>Durable storage pools. When a call has completed, a power cut loses nothing of it.</summary>
public interface IPoolStore
{
    /// <summary>Reads all.</summary>
    Task<IReadOnlyList<FolderPool>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces one.</summary>
    Task SaveAsync(FolderPool pool, CancellationToken cancellationToken);

    /// <summary>Removes one; does nothing when it is not there.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken);
}
