using System.Collections.Concurrent;
using Lodge.Engine.Events;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Secrets;

namespace Lodge.Engine.Secrets;

/// <summary>
/// Passwords and keys of guests' devices. Clients define them, set their values, and read those of secrets that are not
/// private; whatever starts VMs takes any value with <see cref="ValueFor"/>.
/// </summary>
public sealed class SecretVault : ISecretValues, IDisposable
{
    /// <summary>The longest value, bytes.</summary>
    public const int MostBytes = 65536;

    private readonly ISecretStore _store;
    private readonly EventStream _events;
    private readonly ConcurrentDictionary<Guid, StoredSecret> _secrets = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    internal SecretVault(ISecretStore store, EventStream events) => (_store, _events) = (store, events);

    /// <summary>All of them, by identity.</summary>
    public IReadOnlyList<SecretDefinition> List() => [.. _secrets.Values.Select(secret => secret.Definition).OrderBy(secret => secret.Id)];

    /// <summary>One of them; null when there is none.</summary>
    public SecretDefinition? Find(Guid id) => _secrets.TryGetValue(id, out var found) ? found.Definition : null;

    /// <summary>The one for a use; null when there is none.</summary>
    public SecretDefinition? Find(SecretUsage usage, string usageId) =>
        List().FirstOrDefault(secret => secret.Usage == usage && secret.UsageId == usageId);

    /// <summary>Whether a secret has a value.</summary>
    public bool HasValue(Guid id) => _secrets.TryGetValue(id, out var found) && found.Value is not null;

    /// <summary>Adds a secret, or replaces what is said of it; its value stays.</summary>
    /// <exception cref="LodgeException">Another has that use, or one that is private would become readable.</exception>
    public async Task DefineAsync(SecretDefinition secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        await LockedAsync(async () =>
        {
            var present = _secrets.GetValueOrDefault(secret.Id);
            ThrowIfTaken(secret, present?.Definition);
            await KeepAsync(new StoredSecret(secret, present?.Value), present, cancellationToken);
            Announce(EventKind.SecretDefined, secret);
        }, cancellationToken);
    }

    /// <summary>Sets a value.</summary>
    /// <exception cref="LodgeException">There is no such secret, or the value is too long.</exception>
    public async Task SetValueAsync(Guid id, byte[] value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Length > MostBytes)
        {
            throw new LodgeException(ErrorCode.TooLarge, $"The value of a secret has {MostBytes} bytes at most, and this one {value.Length}.");
        }

        await LockedAsync(async () =>
        {
            var present = Get(id);
            await KeepAsync(present with { Value = value }, present, cancellationToken);
            Announce(EventKind.SecretValueChanged, present.Definition);
        }, cancellationToken);
    }

    /// <summary>A value, for a client.</summary>
    /// <exception cref="LodgeException">There is no such secret, it has no value yet, or it is private.</exception>
    public byte[] Read(Guid id) => Get(id).Definition.Private == true
        ? throw new LodgeException(ErrorCode.InvalidState, $"The secret {id} is private: its value can be set and used, but not be read.")
        : ValueFor(id);

    /// <summary>A value, for what starts VMs.</summary>
    /// <exception cref="LodgeException">There is no such secret, or it has no value yet.</exception>
    public byte[] ValueFor(Guid id) => Get(id).Value
        ?? throw new LodgeException(ErrorCode.InvalidState, $"The secret {id} has no value yet.", "Set it with 'virsh secret-set-value'.");

    /// <summary>Removes a secret and its value.</summary>
    /// <exception cref="LodgeException">There is no such secret.</exception>
    public async Task UndefineAsync(Guid id, CancellationToken cancellationToken) => await LockedAsync(async () =>
    {
        var definition = Get(id).Definition;
        if (definition.Ephemeral != true)
        {
            await _store.DeleteAsync(id, cancellationToken);
        }

        _secrets.TryRemove(id, out _);
        Announce(EventKind.SecretUndefined, definition);
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var secret in await _store.LoadAsync(cancellationToken))
        {
            _secrets[secret.Definition.Id] = secret;
        }
    }

    private async Task KeepAsync(StoredSecret secret, StoredSecret? before, CancellationToken cancellationToken)
    {
        if (secret.Definition.Ephemeral != true)
        {
            await _store.SaveAsync(secret, cancellationToken);
        }
        else if (before is { Definition.Ephemeral: not true })
        {
            await _store.DeleteAsync(secret.Definition.Id, cancellationToken);
        }

        _secrets[secret.Definition.Id] = secret;
    }

    private void Announce(EventKind kind, SecretDefinition secret) => _events.Publish(LodgeEvent.Draft(kind) with { Secret = secret });

    private void ThrowIfTaken(SecretDefinition secret, SecretDefinition? present)
    {
        if (present is { Private: true } && secret.Private != true)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The secret {secret.Id} is private, and stays so.", "Undefine it first; its value is lost then.");
        }

        if (secret.UsageId is { } use && Find(secret.Usage, use) is { } other && other.Id != secret.Id)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The secret {other.Id} is for {secret.Usage} '{use}' already.", "Undefine it first, or give this one its UUID.");
        }
    }

    private StoredSecret Get(Guid id) => _secrets.TryGetValue(id, out var found) ? found
        : throw new LodgeException(ErrorCode.SecretNotFound, $"There is no secret {id}.");

    private async Task LockedAsync(Func<Task> act, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            await act();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
