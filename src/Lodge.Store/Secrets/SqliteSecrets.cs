using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Json;
using Lodge.Store.Threading;

namespace Lodge.Store.Secrets;

/// <summary>Secrets in the database, with sealed values.</summary>
internal sealed class SqliteSecrets(StoreThread thread, SecretSeal seal) : ISecretStore
{
    public async Task<IReadOnlyList<StoredSecret>> LoadAsync(CancellationToken cancellationToken)
    {
        var rows = await thread.RunAsync(database => database.Secrets.Load(), cancellationToken);
        return [.. rows.Select(row => new StoredSecret(row.Definition, row.SealedValue is { } value ? seal.Open(row.Definition.Id, value) : null))];
    }

    public async Task SaveAsync(StoredSecret secret, CancellationToken cancellationToken)
    {
        var id = secret.Definition.Id;
        var json = JsonSerializer.Serialize(secret.Definition, ModelJson.Default.SecretDefinition);
        var value = secret.Value is { } open ? await seal.SealAsync(id, open, cancellationToken) : null;
        await thread.RunAsync(database => database.Secrets.Save(id, json, value), cancellationToken);
    }

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Secrets.Delete(id), cancellationToken);
}
