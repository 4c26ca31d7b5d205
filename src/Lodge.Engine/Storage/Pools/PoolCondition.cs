using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Pools;

/// <summary>How pools in use are: measured on demand and from time to time, told when it changes.</summary>
internal sealed class PoolCondition(StorageCore core)
{
    /// <summary>Measures a pool and lists its volumes. The caller need not hold it.</summary>
    public async Task<Pool> RefreshAsync(Pool pool, CancellationToken cancellationToken)
    {
        PoolErrors.ThrowUnlessActive(pool, "be refreshed");
        var after = await MeasureAsync(pool, cancellationToken);
        await core.Catalogue.ListAsync(after, cancellationToken);
        core.Announce(EventKind.PoolRefreshed, pool.Definition);
        return core.Inventory.Find(pool.Id) ?? after;
    }

    /// <summary>Measures a pool.</summary>
    /// <exception cref="LodgeException">It cannot be reached; that is noted.</exception>
    public async Task<Pool> MeasureAsync(Pool pool, CancellationToken cancellationToken)
    {
        try
        {
            var measure = await core.Calls.RunAsync(pool.Definition, "be measured", PoolCalls.Look, (driver, access, token) => driver.MeasureAsync(access, token), cancellationToken);
            return Settle(pool.Id, measure) ?? pool;
        }
        catch (LodgeException failure)
        {
            Lose(pool.Id, failure.Error);
            throw;
        }
    }

    /// <summary>Notes what was found of a pool in use.</summary>
    public Pool? Settle(Guid id, PoolMeasure measure) => Change(id, now => now with
    {
        State = measure.Degraded is null ? PoolState.Running : PoolState.Degraded,
        Room = measure.Room,
        Filling = measure.Capabilities.Create ? measure.Room.FillingBy(now.Definition.Thresholds) : PoolFilling.Fine,
        Capabilities = measure.Capabilities,
        Problem = measure.Degraded,
        MeasuredAt = core.Clock.GetUtcNow(),
    });

    /// <summary>Notes that a pool in use cannot be reached.</summary>
    public void Lose(Guid id, LodgeError why) => Change(id, now => now with { State = PoolState.Inaccessible, Problem = why });

    private Pool? Change(Guid id, Func<Pool, Pool> change)
    {
        var before = core.Inventory.Find(id);
        var after = core.Inventory.Update(id, now => now.IsActive ? change(now) : now);
        if (before is not null && after is { IsActive: true } && (before.State != after.State || before.Filling != after.Filling))
        {
            core.Announce(EventKind.PoolStateChanged, after.Definition, WordsFor(before, after), after.State);
        }

        return after;
    }

    private static string WordsFor(Pool before, Pool after) => (after.State, after.Filling) switch
    {
        (PoolState.Inaccessible or PoolState.Degraded, _) => after.Problem?.Message ?? "",
        _ when before.State != after.State => "It can be used again.",
        (_, PoolFilling.Fine) => "It has room again.",
        _ => $"{after.Room?.UsedPercent:0} % of it are used.",
    };
}
