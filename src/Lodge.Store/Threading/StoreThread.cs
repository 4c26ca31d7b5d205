using System.Collections.Concurrent;
using System.Diagnostics;
using Lodge.Model.Errors;
using Lodge.Store.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Lodge.Store.Threading;

/// <summary>
/// The one thread that touches SQLite, so that no thread of the pool ever waits for a disk. Work that queued up
/// while the disk was busy shares the next transaction, and with it the next flush.
/// </summary>
internal sealed class StoreThread : IAsyncDisposable
{
    private const int StackBytes = 512 * 1024;
    private const int LargestGroup = 256;
    private static readonly TimeSpan SlowCommit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<StoreWork> queue = [];
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string path;
    private readonly Migrator migrator;
    private readonly ILogger logger;

    public StoreThread(string path, Migrator migrator, ILogger logger)
    {
        (this.path, this.migrator, this.logger) = (path, migrator, logger);
        new Thread(Live, StackBytes) { Name = "lodge-store", IsBackground = true }.Start();
    }

    /// <summary>Completes when the database is open; fails with the reason why it cannot be.</summary>
    public Task Opened => opened.Task;

    /// <summary>Queues <paramref name="action"/> and waits until its effects are durable.</summary>
    /// <exception cref="LodgeException">It failed, and changed nothing.</exception>
    public Task<T> RunAsync<T>(Func<Database, T> action, CancellationToken cancellationToken) =>
        Queue(new StoreWork<T>(action, waitsForDisk: true, cancellationToken));

    /// <summary>Queues <paramref name="action"/> and waits until its effects are durable.</summary>
    /// <exception cref="LodgeException">It failed, and changed nothing.</exception>
    public Task RunAsync(Action<Database> action, CancellationToken cancellationToken) => RunAsync(Answering(action), cancellationToken);

    /// <summary>
    /// Queues <paramref name="action"/> and waits until it survives the end of the daemon; a tenth of a second later a power
    /// cut cannot undo it either.
    /// </summary>
    /// <exception cref="LodgeException">It failed, and changed nothing.</exception>
    public Task RunSoonDurableAsync(Action<Database> action, CancellationToken cancellationToken) =>
        Queue(new StoreWork<bool>(Answering(action), waitsForDisk: false, cancellationToken));

    /// <summary>Finishes what is queued, then closes the database.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.CompleteAdding();
        await ended.Task;
    }

    private static Func<Database, bool> Answering(Action<Database> action) => database =>
    {
        action(database);
        return true;
    };

    private Task<T> Queue<T>(StoreWork<T> work)
    {
        try
        {
            queue.Add(work, CancellationToken.None);
        }
        catch (InvalidOperationException closed)
        {
            throw new LodgeException(
                ErrorCode.ShuttingDown, "The database is closed, because the daemon is ending.", "Start lodged again.", closed);
        }

        return work.Completion;
    }

    private void Live()
    {
        try
        {
            using var database = Database.Open(path, migrator);
            StoreLog.Opened(logger, path, database.FoundVersion, migrator.NewestVersion);
            opened.SetResult();
            Serve(database);
        }
        catch (Exception cause)
        {
            Refuse(StoreErrors.Translate(cause, path));
        }

        ended.SetResult();
    }

    /// <summary>Answers everybody who waits, when the database could not be opened or closed.</summary>
    private void Refuse(LodgeException reason)
    {
        queue.CompleteAdding();
        if (!opened.TrySetException(reason))
        {
            StoreLog.CloseFailed(logger, path, reason);
        }

        while (queue.TryTake(out var work))
        {
            work.Fail(reason);
        }
    }

    private void Serve(Database database)
    {
        var group = new List<StoreWork>();
        while (NextFor(database) is { } first)
        {
            for (var work = first; work is not null; work = NextFor(group))
            {
                if (!work.GiveUpIfCancelled())
                {
                    group.Add(work);
                }
            }

            Commit(database, group);
            group.Clear();
        }
    }

    // Null when nothing will come any more.
    private StoreWork? NextFor(Database database)
    {
        if (database.HasUnflushed)
        {
            if (queue.TryTake(out var soon, LongestDelay))
            {
                return soon;
            }

            Flush(database);
        }

        return queue.TryTake(out var work, Timeout.Infinite) ? work : null;
    }

    private void Flush(Database database)
    {
        try
        {
            database.Flush();
        }
        catch (SqliteException failure)
        {
            StoreLog.FlushFailed(logger, path, failure);
        }
    }

    private StoreWork? NextFor(List<StoreWork> group) =>
        group.Count < LargestGroup && queue.TryTake(out var work) ? work : null;

    private void Commit(Database database, List<StoreWork> group)
    {
        var began = Stopwatch.GetTimestamp();
        var failure = TryTransact(database, group);
        if (failure is null)
        {
            group.ForEach(work => work.Succeed());
        }
        else if (group.Count > 1 && IsOfOneWork(failure))
        {
            group.ForEach(work => Commit(database, [work]));
        }
        else
        {
            group.ForEach(work => work.Fail(StoreErrors.Translate(failure, path)));
        }

        if (Stopwatch.GetElapsedTime(began) is var took && took > SlowCommit)
        {
            StoreLog.SlowCommit(logger, path, (long)took.TotalMilliseconds, group.Count);
        }
    }

    private static Exception? TryTransact(Database database, List<StoreWork> group)
    {
        try
        {
            database.Transact(() => group.ForEach(work => work.Run(database)), flush: group.Any(work => work.WaitsForDisk));
            return null;
        }
        catch (Exception cause)
        {
            return cause;
        }
    }

    /// <summary>A broken constraint or unreadable row is one caller's; a full disk is everybody's.</summary>
    private static bool IsOfOneWork(Exception failure) =>
        failure is not SqliteException { SqliteErrorCode: not raw.SQLITE_CONSTRAINT };
}
