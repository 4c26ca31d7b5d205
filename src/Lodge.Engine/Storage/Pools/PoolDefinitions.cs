using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;

namespace Lodge.Engine.Storage.Pools;

/// <summary>Defining and forgetting pools. Durable before anyone can see it.</summary>
internal sealed class PoolDefinitions(StorageCore core)
{
    // Two definitions at once could take the same name.
    private readonly SemaphoreSlim _drafting = new(1, 1);

    public async Task<Pool> DefineAsync(PoolDefinition definition, long? expectedRevision, CancellationToken cancellationToken)
    {
        PoolValidator.ThrowIfFlawed(definition);
        var wanted = WithId(definition);
        using var held = await core.Gates.EnterAsync(wanted.Id, "definition", cancellationToken, wanted.Name);
        return await DefineHeldAsync(wanted, expectedRevision, cancellationToken);
    }

    /// <summary>As <see cref="DefineAsync"/>. The caller holds the pool.</summary>
    public async Task<Pool> DefineHeldAsync(PoolDefinition wanted, long? expectedRevision, CancellationToken cancellationToken)
    {
        await _drafting.WaitAsync(cancellationToken);
        try
        {
            var before = core.Inventory.Find(wanted.Id);
            ThrowIfRenamed(before, wanted);
            if (before is not null)
            {
                PoolErrors.ThrowIfChanged(before, expectedRevision);
                ThrowIfMoved(before, wanted);
            }

            return await StoreAsync(before, await CompleteAsync(wanted, cancellationToken));
        }
        finally
        {
            _drafting.Release();
        }
    }

    /// <summary>A pool that is gone when it stops; it is known, and not in use yet. The caller holds it.</summary>
    public async Task<Pool> DraftTransientAsync(PoolDefinition wanted, CancellationToken cancellationToken)
    {
        await _drafting.WaitAsync(cancellationToken);
        try
        {
            var complete = await CompleteAsync(wanted, cancellationToken);
            return core.Inventory.Put(new Pool { Definition = complete, Persistent = false, Capabilities = core.Calls.DriverOf(complete).Capabilities });
        }
        finally
        {
            _drafting.Release();
        }
    }

    public async Task UndefineAsync(string pool, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(pool);
        using var held = await core.Gates.EnterAsync(found.Id, "deletion", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        PoolErrors.ThrowIfTransient(before, "be forgotten");
        PoolErrors.ThrowIfActive(before, "be forgotten");
        await core.Store.DeleteAsync(before.Id, CancellationToken.None);
        core.Inventory.Remove(before.Id);
        core.Records.Forget(before.Id);
        core.Announce(EventKind.PoolUndefined, before.Definition);
    }

    public async Task<Pool> SetAutostartAsync(string pool, bool autostart, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(pool);
        using var held = await core.Gates.EnterAsync(found.Id, "change", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        PoolErrors.ThrowIfTransient(before, "start with the daemon");
        return before.Definition.Autostart == autostart ? before : await StoreAsync(before, before.Definition with { Autostart = autostart });
    }

    /// <summary>Makes durable whether a pool is in use.</summary>
    public Task KeepActiveAsync(Pool pool) => !pool.Persistent && !pool.IsActive
        ? core.Store.DeleteAsync(pool.Id, CancellationToken.None)
        : core.Store.SaveAsync(new StoredPool(pool.Definition, pool.Revision, pool.IsActive, pool.Persistent), CancellationToken.None);

    public static PoolDefinition WithId(PoolDefinition definition) =>
        definition.Id == Guid.Empty ? definition with { Id = Guid.NewGuid() } : definition;

    private async Task<PoolDefinition> CompleteAsync(PoolDefinition wanted, CancellationToken cancellationToken)
    {
        ThrowIfTaken(wanted);
        return await core.Calls.RunAsync(wanted, "be completed", PoolCalls.Look, (driver, _, token) => driver.CompleteAsync(wanted, token), cancellationToken);
    }

    private async Task<Pool> StoreAsync(Pool? before, PoolDefinition definition)
    {
        var revision = before is null ? 1 : before.Revision + 1;
        await core.Store.SaveAsync(new StoredPool(definition, revision, before?.IsActive == true), CancellationToken.None);
        var known = core.Inventory.Find(definition.Id) ?? new Pool { Definition = definition, Capabilities = core.Calls.DriverOf(definition).Capabilities };
        var after = core.Inventory.Put(known with { Definition = definition, Revision = revision, Persistent = true });
        core.Announce(EventKind.PoolDefined, definition);
        return after;
    }

    private void ThrowIfTaken(PoolDefinition wanted)
    {
        var (fingerprint, target) = (wanted.Backend.Fingerprint(), wanted.Backend is FolderPoolBackend or FileSystemPoolBackend or NfsPoolBackend ? wanted.Backend.TargetPath() : null);
        foreach (var other in core.Inventory.List().Where(pool => pool.Id != wanted.Id).Select(pool => pool.Definition))
        {
            var same = other.Name == wanted.Name ? "name"
                : other.Backend.Fingerprint() == fingerprint ? wanted.Backend is FolderPoolBackend ? "folder" : "storage"
                : target is not null && other.Backend.TargetPath() == target ? "folder" : null;
            if (same is not null)
            {
                throw new LodgeException(ErrorCode.InvalidState, $"The storage pool '{other.Name}' ({other.Id}) has the {same} already.", "Use that pool, or choose another.");
            }
        }
    }

    private static void ThrowIfRenamed(Pool? before, PoolDefinition wanted)
    {
        if (before is not null && before.Name != wanted.Name)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The id {wanted.Id} belongs to the storage pool '{before.Name}', and pools keep their names.", "Leave the id out to define another pool.");
        }
    }

    private static void ThrowIfMoved(Pool before, PoolDefinition wanted)
    {
        if (before.IsActive && before.Definition.Backend.Fingerprint() != wanted.Backend.Fingerprint())
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The storage pool '{before.Name}' is active, and cannot be other storage meanwhile.", $"Stop it first with 'lodge pool stop {before.Name}'.");
        }
    }
}
