using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;
using Lodge.Model.Text;

namespace Lodge.Engine.Storage.Pools;

/// <summary>All pools as immutable snapshots. Reading takes no lock and never waits; writing swaps in a new snapshot.</summary>
internal sealed class PoolInventory
{
    private readonly Lock _writing = new();
    private volatile Pool[] _all = [];

    /// <summary>All pools, sorted by name.</summary>
    public IReadOnlyList<Pool> List() => _all;

    public Pool? Find(string nameOrId)
    {
        var now = _all;
        return Array.Find(now, pool => pool.Name == nameOrId)
            ?? (Guid.TryParse(nameOrId, out var id) ? Array.Find(now, pool => pool.Id == id) : null);
    }

    public Pool? Find(Guid id) => Array.Find(_all, pool => pool.Id == id);

    /// <exception cref="LodgeException"><see cref="ErrorCode.PoolNotFound"/>, with the nearest name when there is one.</exception>
    public Pool Get(string nameOrId) => Find(nameOrId) ?? throw NotFound(nameOrId);

    /// <inheritdoc cref="Get(string)"/>
    public Pool Get(Guid id) => Find(id) ?? throw NotFound(id.ToString());

    /// <summary>Adds a pool, or replaces the one with the same identity.</summary>
    public Pool Put(Pool pool)
    {
        lock (_writing)
        {
            _all = [.. _all.Where(other => other.Id != pool.Id).Append(pool).OrderBy(other => other.Name, StringComparer.Ordinal)];
            return pool;
        }
    }

    /// <summary>Replaces a pool by what <paramref name="change"/> makes of it; null when it is gone.</summary>
    public Pool? Update(Guid id, Func<Pool, Pool> change)
    {
        lock (_writing)
        {
            return Find(id) is { } before ? Put(change(before)) : null;
        }
    }

    public void Remove(Guid id)
    {
        lock (_writing)
        {
            _all = [.. _all.Where(pool => pool.Id != id)];
        }
    }

    private LodgeException NotFound(string nameOrId)
    {
        var near = Suggestion.For(nameOrId, _all.Select(pool => pool.Name));
        return new LodgeException(
            ErrorCode.PoolNotFound,
            $"There is no storage pool '{StorageNames.Shown(nameOrId)}'.",
            near is null ? "List them with 'lodge pool list'." : $"Did you mean '{near}'?");
    }
}
