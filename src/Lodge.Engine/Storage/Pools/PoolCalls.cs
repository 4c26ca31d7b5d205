using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Pools;

/// <summary>
/// Calls to the host's storage that may never come back, as a server that is gone never answers: each has a thread of its own
/// and a limit, after which the caller is told and the pool counts as inaccessible. The threads that all others share are never
/// held up.
/// </summary>
internal sealed class PoolCalls(StorageCore core)
{
    /// <summary>How long a look at a pool may take.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>How long a pool's start or stop may take.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(60);

    // What is cancelled is given this long to be undone.
    private static readonly TimeSpan s_undoing = TimeSpan.FromSeconds(30);

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
        var work = Begin(() => call(driver, AccessTo(pool), token));
        try
        {
            return await work.WaitAsync(limit, core.Clock, cancellationToken);
        }
        catch (TimeoutException) when (!work.IsCompleted)
        {
            await stop.CancelAsync();
            Forget(work);
            var late = Late(what, limit);
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

    /// <summary>
    /// Work that takes as long as it takes, and is undone by who does it when it is cancelled: it is waited for until then, but not
    /// for ever where the storage does not answer.
    /// </summary>
    public async Task<T> WorkAsync<T>(PoolDefinition pool, Func<IPoolDriver, PoolAccess, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var driver = DriverOf(pool);
        var work = Begin(() => call(driver, AccessTo(pool), cancellationToken));
        using var patience = new CancellationTokenSource();
        using var cancelled = cancellationToken.Register(() => patience.CancelAfter(s_undoing));
        try
        {
            return await work.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!work.IsCompleted)
        {
            Forget(work);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
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

    /// <summary>
    /// What an image of the host is based on; nothing where its pool cannot be reached, which keeps nobody from working in
    /// others: what was last seen of that pool's volumes counts then.
    /// </summary>
    public async Task<IReadOnlyList<VolumeBacking>> ReadChainAsync(string path, VolumeFormat format, CancellationToken cancellationToken)
    {
        var home = core.Inventory.List().FirstOrDefault(pool => pool.IsActive && pool.Definition.Backend.TargetPath() is { } folder && path.StartsWith($"{folder}/", StringComparison.Ordinal));
        if (home is { State: PoolState.Inaccessible })
        {
            return [];
        }

        var reading = core.Host.ReadChainAsync(path, format, cancellationToken);
        try
        {
            return await reading.WaitAsync(Look, core.Clock, cancellationToken);
        }
        catch (TimeoutException) when (!reading.IsCompleted)
        {
            Forget(reading);
            if (home is not null)
            {
                core.Condition.Lose(home.Id, Late("read an image", Look));
            }

            return [];
        }
    }

    /// <summary>Looks for what pools could be made of, and waits as long as for a pool's start.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Timeout"/>, or what the host said.</exception>
    public async Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSearch search, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = stop.Token;
        var work = Begin(() => core.Host.FindSourcesAsync(search, token));
        try
        {
            return await work.WaitAsync(Turn, core.Clock, cancellationToken);
        }
        catch (Exception given) when (given is TimeoutException or OperationCanceledException && !work.IsCompleted)
        {
            await stop.CancelAsync();
            Forget(work);
            cancellationToken.ThrowIfCancellationRequested();
            throw new LodgeException(Late("look for what pools could be made of", Turn), given);
        }
    }

    private static Task<T> Begin<T>(Func<Task<T>> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap();

    private static LodgeError Late(string what, TimeSpan limit) => new(
        ErrorCode.Timeout, $"The storage did not answer within {limit.TotalSeconds:0} s to {what}.", "Look whether its server and the way there are well; Lodge tries again by itself.");

    // Nobody waits for it any more; whatever comes of it was told already.
    private static void Forget(Task work) =>
        work.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
