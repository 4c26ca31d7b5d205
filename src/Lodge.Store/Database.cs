using Lodge.Model.Errors;
using Lodge.Store.Schema;
using Lodge.Store.Tables;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lodge.Store;

/// <summary>The open database file: one connection with its prepared statements, used by one thread.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly Statement checkpoint;
    private bool flushes = true;

    private Database(SqliteConnection connection)
    {
        this.connection = connection;
        begin = new Statement(connection, "BEGIN IMMEDIATE");
        commit = new Statement(connection, "COMMIT");
        rollback = new Statement(connection, "ROLLBACK");
        checkpoint = new Statement(connection, "PRAGMA wal_checkpoint(PASSIVE)");
        Vms = new VmTable(connection);
        Jobs = new JobTable(connection);
        Counters = new CounterTable(connection);
        Secrets = new SecretTable(connection);
        Pools = new PoolTable(connection);
        Volumes = new VolumeTable(connection);
        Networks = new NetworkTable(connection);
        SecurityGroups = new SecurityGroupTable(connection);
        NetworkFilters = new NetworkFilterTable(connection);
        Snapshots = new SnapshotTable(connection);
        Checkpoints = new CheckpointTable(connection);
    }

    public VmTable Vms { get; }

    public JobTable Jobs { get; }

    public CounterTable Counters { get; }

    public SecretTable Secrets { get; }

    public PoolTable Pools { get; }

    public VolumeTable Volumes { get; }

    public NetworkTable Networks { get; }

    public SecurityGroupTable SecurityGroups { get; }

    public NetworkFilterTable NetworkFilters { get; }

    public SnapshotTable Snapshots { get; }

    public CheckpointTable Checkpoints { get; }

    /// <summary>The schema version that the file had when it was opened; 0 when it was new.</summary>
    public int FoundVersion { get; private init; }

    /// <summary>Opens the file, creates it when it is missing, brings its schema up to date.</summary>
    /// <exception cref="LodgeException">The file cannot be used; the error says why and what to do.</exception>
    public static Database Open(string path, Migrator migrator)
    {
        raw.SetProvider(new SQLite3Provider_sqlite3());
        SqliteConnection? connection = null;
        try
        {
            DatabaseFile.Prepare(path);
            connection = DatabaseFile.Connect(path);
            var found = migrator.Identify(connection, path);
            DatabaseFile.MakeDurable(connection);
            migrator.Migrate(connection, found);
            return new Database(connection) { FoundVersion = found };
        }
        catch (Exception cause)
        {
            connection?.Dispose();
            throw StoreErrors.Translate(cause, path);
        }
    }

    /// <summary>Whether something was committed that is not flushed to the disk yet.</summary>
    public bool HasUnflushed { get; private set; }

    /// <summary>Runs <paramref name="action"/> in a transaction: all of it is done afterwards, or nothing.</summary>
    /// <param name="action">What to do.</param>
    /// <param name="flush">Whether it is on the disk afterwards, with all that was committed before; else <see cref="Flush"/> does that.</param>
    public void Transact(Action action, bool flush)
    {
        DatabaseFile.SetFlushing(connection, ref flushes, flush);
        var changes = raw.sqlite3_total_changes(connection.Handle!);
        begin.Execute();
        try
        {
            action();
            commit.Execute();

            // Where nothing was written, nothing is flushed.
            HasUnflushed = raw.sqlite3_total_changes(connection.Handle!) == changes ? HasUnflushed : !flush;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Flushes what was committed without.</summary>
    public void Flush()
    {
        HasUnflushed = false;
        checkpoint.Execute();
    }

    /// <summary>Closes the file; SQLite then moves its write-ahead log into it.</summary>
    public void Dispose()
    {
        begin.Dispose();
        commit.Dispose();
        rollback.Dispose();
        checkpoint.Dispose();
        Vms.Dispose();
        Jobs.Dispose();
        Counters.Dispose();
        Secrets.Dispose();
        Pools.Dispose();
        Volumes.Dispose();
        Networks.Dispose();
        SecurityGroups.Dispose();
        NetworkFilters.Dispose();
        Snapshots.Dispose();
        Checkpoints.Dispose();
        connection.Dispose();
    }

    /// <summary>Some failures, a full disk among them, have already ended the transaction.</summary>
    private void RollBack()
    {
        if (raw.sqlite3_get_autocommit(connection.Handle!) == 0)
        {
            rollback.Execute();
        }
    }
}
