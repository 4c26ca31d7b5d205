using Lodge.Model.Secrets;

namespace Lodge.Engine.Ports;

/// <summary>Durable secrets. Values are sealed before they are written. When a call has completed, a power cut loses nothing of it.</summary>
public interface ISecretStore
{
    /// <summary>Reads all, with their values.</summary>
    Task<IReadOnlyList<StoredSecret>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces one.</summary>
    Task SaveAsync(StoredSecret secret, CancellationToken cancellationToken);

    /// <summary>Removes one with its value; does nothing when it is not there.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>A secret as it is kept.</summary>
/// <param name="Definition">What it is for.</param>
/// <param name="Value">Its value; null when it was not set yet.</param>
public sealed record StoredSecret(SecretDefinition Definition, byte[]? Value);
