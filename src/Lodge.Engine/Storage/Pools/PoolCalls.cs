using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Pools;

/// <summary>
/// Calls to the host's storage that may never come back, as a server that is gone never answers: each has a task of its own
/// and a limit, after which the caller is told and the pool counts as inaccessible.
/// </summary>
internal sealed class PoolCalls(StorageCore core)
{
    /// <summary>How long a look at a pool may take.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>How long a pool's start or stop may take.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(60);

    /// <summary>The driver of a pool.</summary>
    public IPoolDriver DriverOf(PoolDefinition pool) => core.Host.DriverFor(pool.Backend);

    /// <summary>What the driver needs.</summary>
    public PoolAccess AccessTo(PoolDefinition pool) => new(pool, core.Secrets);

    /// <summary>Calls the driver and waits as long as <paramref name="limit"/>.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Timeout"/>, or what the driver said.</exception>
    public async Task<T> RunAsync<T>(PoolDefinition pool, string what, TimeSpan limit, Func<IPoolDriver, PoolAccess, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var driver = DriverOf(pool);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = stop.Token;
        var work = Task.Run(() => call(driver, AccessTo(pool), token), CancellationToken.None);
        try
        {
            return await work.WaitAsync(limit, core.Clock, cancellationToken);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            await stop.CancelAsync();
            Forget(work);
            var late = new LodgeError(
                ErrorCode.Timeout, $"The storage did not answer within {limit.TotalSeconds:0} s to {what}.", "Look whether its server and the way there are well; Lodge tries again by itself.");
            core.Condition.Lose(pool.Id, late);
            throw new LodgeException(late with { Message = $"Storage pool '{pool.Name}': {late.Message}" });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Forget(work);
            throw;
        }
        catch (IOException failure) when (failure is not FileNotFoundException)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"Storage pool '{pool.Name}': {failure.Message}", cause: failure);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(PoolDefinition pool, string what, TimeSpan limit, Func<IPoolDriver, PoolAccess, CancellationToken, Task> call, CancellationToken cancellationToken) =>
        RunAsync(pool, what, limit, async (driver, access, token) =>
        {
            await call(driver, access, token);
            return true;
        }, cancellationToken);

    /// <summary>Work that takes as long as it takes, and is undone by who does it when it is cancelled: it is waited for until then.</summary>
    public async Task<T> WorkAsync<T>(PoolDefinition pool, Func<IPoolDriver, PoolAccess, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var driver = DriverOf(pool);
        try
        {
            return await Task.Run(() => call(driver, AccessTo(pool), cancellationToken), CancellationToken.None);
        }
        catch (IOException failure)
        {
            throw new LodgeException(ErrorCode.StorageFailed, $"Storage pool '{pool.Name}': {failure.Message}", cause: failure);
        }
    }

    /// <inheritdoc cref="WorkAsync{T}"/>
    public Task WorkAsync(PoolDefinition pool, Func<IPoolDriver, PoolAccess, CancellationToken, Task> call, CancellationToken cancellationToken) =>
        WorkAsync(pool, async (driver, access, token) =>
        {
            await call(driver, access, token);
            return true;
        }, cancellationToken);

    // Nobody waits for it any more; whatever comes of it was told already.
    private static void Forget(Task work) =>
        work.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
