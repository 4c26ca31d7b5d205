using System.Collections.Concurrent;
using Lodge.Engine.Events;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage;

/// <summary>Folders that are known by names, so that tools which think in storage pools find the places of disk images.</summary>
public sealed class FolderPools : IDisposable
{
    private readonly IPoolStore _store;
    private readonly IFolders _folders;
    private readonly EventStream _events;
    private readonly ConcurrentDictionary<Guid, FolderPoolState> _pools = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    internal FolderPools(IPoolStore store, IFolders folders, EventStream events) => (_store, _folders, _events) = (store, folders, events);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<FolderPoolState> List() => [.. _pools.Values.OrderBy(pool => pool.Definition.Name, StringComparer.Ordinal)];

    /// <summary>One of them; null when there is none.</summary>
    public FolderPoolState? Find(Guid id) => _pools.GetValueOrDefault(id);

    /// <summary>The room of a pool.</summary>
    /// <exception cref="LodgeException">Its folder is gone.</exception>
    public FolderRoom Measure(FolderPool pool) => _folders.Measure(pool.Path);

    /// <summary>Adds a pool, or replaces the one with the same identity.</summary>
    /// <exception cref="LodgeException">Another has its name or its folder.</exception>
    public Task<FolderPoolState> DefineAsync(FolderPool pool, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        ArgumentNullException.ThrowIfNull(pool);
        ThrowIfTaken(pool);
        await _store.SaveAsync(pool, cancellationToken);
        return Keep(EventKind.PoolDefined, new FolderPoolState(pool, _pools.GetValueOrDefault(pool.Id)?.Active == true));
    }, cancellationToken);

    /// <summary>Makes a pool's folder; does nothing when it is there.</summary>
    /// <exception cref="LodgeException">It cannot be made.</exception>
    public void Build(FolderPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _folders.Make(pool.Path);
        Announce(EventKind.PoolBuilt, pool);
    }

    /// <summary>Looks whether a pool's folder is there, and tells everybody that it was asked for: what they know of it may be old.</summary>
    /// <exception cref="LodgeException">Its folder is gone.</exception>
    public void Refresh(FolderPool pool)
    {
        ArgumentNullException.ThrowIfNull(pool);
        _folders.Measure(pool.Path);
        Announce(EventKind.PoolRefreshed, pool);
    }

    /// <summary>Takes a pool into use, or out of it.</summary>
    /// <exception cref="LodgeException">There is no such pool, or its folder is gone.</exception>
    public Task<FolderPoolState> SetActiveAsync(Guid id, bool active, CancellationToken cancellationToken) => LockedAsync(() =>
    {
        var pool = Get(id);
        if (pool.Active == active)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The storage pool '{pool.Definition.Name}' is {(active ? "active already" : "not active")}.");
        }

        if (active)
        {
            _folders.Measure(pool.Definition.Path);
        }

        return Task.FromResult(Keep(active ? EventKind.PoolStarted : EventKind.PoolStopped, pool with { Active = active }));
    }, cancellationToken);

    /// <summary>Decides whether a pool is in use from the daemon's start on.</summary>
    /// <exception cref="LodgeException">There is no such pool.</exception>
    public Task<FolderPoolState> SetAutostartAsync(Guid id, bool autostart, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        var pool = Get(id);
        var changed = pool with { Definition = pool.Definition with { Autostart = autostart } };
        await _store.SaveAsync(changed.Definition, cancellationToken);
        return Keep(EventKind.PoolDefined, changed);
    }, cancellationToken);

    /// <summary>Forgets a pool that is not in use; its folder and all in it stay.</summary>
    /// <exception cref="LodgeException">There is no such pool, or it is in use.</exception>
    public Task<FolderPoolState> UndefineAsync(Guid id, CancellationToken cancellationToken) => LockedAsync(async () =>
    {
        var pool = Get(id);
        if (pool.Active)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The storage pool '{pool.Definition.Name}' is still active.", "Stop it with 'virsh pool-destroy', which deletes no file.");
        }

        await _store.DeleteAsync(id, cancellationToken);
        _pools.TryRemove(id, out _);
        Announce(EventKind.PoolUndefined, pool.Definition);
        return pool;
    }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var pool in await _store.LoadAsync(cancellationToken))
        {
            _pools[pool.Id] = new FolderPoolState(pool, pool.Autostart);
        }
    }

    private FolderPoolState Keep(EventKind what, FolderPoolState pool)
    {
        _pools[pool.Definition.Id] = pool;
        Announce(what, pool.Definition);
        return pool;
    }

    private void Announce(EventKind kind, FolderPool pool) => _events.Publish(LodgeEvent.Draft(kind) with { Pool = pool });

    private FolderPoolState Get(Guid id) => Find(id) ?? throw new LodgeException(ErrorCode.NotFound, $"There is no storage pool {id}.");

    private void ThrowIfTaken(FolderPool pool)
    {
        if (!pool.Path.StartsWith('/'))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The folder '{pool.Path}' of a storage pool must be an absolute path.");
        }

        var other = _pools.Values.Select(known => known.Definition).FirstOrDefault(known => known.Id != pool.Id
            && (known.Name == pool.Name || known.Path.TrimEnd('/') == pool.Path.TrimEnd('/')));
        if (other is not null)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The storage pool '{other.Name}' ({other.Id}) has the {(other.Name == pool.Name ? "name" : "folder")} already.");
        }
    }

    private async Task<FolderPoolState> LockedAsync(Func<Task<FolderPoolState>> act, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
