using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Storage.Pools;

/// <summary>
/// Looks at pools in use from time to time, each in a task of its own: one whose server is gone becomes inaccessible, and
/// usable again by itself. A look that never comes back holds nobody up, and no second one is begun beside it.
/// </summary>
internal sealed class PoolWatch(StorageCore core, ILogger<PoolWatch> logger)
{
    /// <summary>How often a pool is looked at.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, Task> _looks = new();

    /// <summary>Until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, core.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var pool in core.Inventory.List().Where(pool => pool.IsActive))
                {
                    _ = Begin(pool, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            PoolLog.WatchEnded(logger);
        }
    }

    /// <summary>Looks at one pool now, unless that is under way.</summary>
    public Task Begin(Pool pool, CancellationToken cancellationToken)
    {
        if (_looks.TryGetValue(pool.Id, out var under) && !under.IsCompleted)
        {
            return under;
        }

        return _looks[pool.Id] = Task.Run(() => LookAsync(pool, cancellationToken), cancellationToken);
    }

    // The driver's own call is awaited, not what the limit left of it: a call that hangs must keep the next one away. It may
    // hang before it has returned a task.
    private async Task LookAsync(Pool pool, CancellationToken cancellationToken)
    {
        var under = Task.CompletedTask;
        try
        {
            if (pool.State == PoolState.Inaccessible)
            {
                await core.Calls.RunAsync(pool.Definition, "be started again", PoolCalls.Turn, (driver, access, token) => TrackAsync(() => driver.StartAsync(access, token)), cancellationToken);
            }

            PoolMeasure? measure = null;
            await core.Calls.RunAsync(
                pool.Definition, "be measured", PoolCalls.Look, (driver, access, token) => TrackAsync(async () => measure = await driver.MeasureAsync(access, token)), cancellationToken);
            core.Condition.Settle(pool.Id, measure!);
        }
        catch (LodgeException failure)
        {
            if (pool.State != PoolState.Inaccessible)
            {
                PoolLog.Lost(logger, pool.Name, failure.Error.Message);
            }

            core.Condition.Lose(pool.Id, failure.Error);
            await under.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            PoolLog.WatchEnded(logger);
        }

        async Task TrackAsync(Func<Task> call)
        {
            var ended = new TaskCompletionSource();
            under = ended.Task;
            try
            {
                await call();
            }
            finally
            {
                ended.SetResult();
            }
        }
    }
}
