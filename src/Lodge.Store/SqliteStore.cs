using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.Store.Checkpoints;
using Lodge.Store.Networks;
using Lodge.Store.Pools;
using Lodge.Store.Schema;
using Lodge.Store.Secrets;
using Lodge.Store.Snapshots;
using Lodge.Store.Threading;
using Microsoft.Extensions.Logging;

namespace Lodge.Store;

/// <summary>
/// Keeps definitions, jobs and counters in one SQLite file. When a call completes, what it wrote has been flushed
/// to the disk (what it deleted, a tenth of a second later); when it fails, it changed nothing. Failures are <see cref="LodgeException"/>s, as a rule with
/// <see cref="ErrorCode.StorageFailed"/>.
/// </summary>
public sealed class SqliteStore : IStore, IAsyncDisposable
{
    private const string EventCounter = "event";

    private readonly StoreThread thread;
    private readonly DefinitionReader definitions;

    private SqliteStore(StoreThread thread, DefinitionReader definitions, SecretSeal seal)
    {
        (this.thread, this.definitions) = (thread, definitions);
        (Secrets, Pools, Networks) = (new SqliteSecrets(thread, seal), new SqlitePools(thread), new SqliteNetworks(thread));
        (Snapshots, Checkpoints) = (new SqliteSnapshots(thread), new SqliteCheckpoints(thread));
    }

    /// <summary>Passwords and keys. The key that seals them is in the file <c>secrets.key</c> beside the database.</summary>
    public ISecretStore Secrets { get; }

    /// <summary>Storage pools.</summary>
    public IPoolStore Pools { get; }

    /// <summary>Networks and security groups.</summary>
    public INetworkStore Networks { get; }

    /// <summary>Snapshots.</summary>
    public ISnapshotStore Snapshots { get; }

    /// <summary>Checkpoints.</summary>
    public ICheckpointStore Checkpoints { get; }

    /// <summary>Opens the database, creates it when it is missing, brings its schema up to date.</summary>
    /// <param name="path">The file; its folder exists. Two more files, <c>-wal</c> and <c>-shm</c>, appear beside it.</param>
    /// <param name="logger">Told about slow disks.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="LodgeException">
    /// <see cref="ErrorCode.StorageFailed"/>: the file is read-only, damaged, another program's or a newer Lodge's.
    /// </exception>
    public static async Task<SqliteStore> OpenAsync(string path, ILogger logger, CancellationToken cancellationToken)
    {
        var thread = new StoreThread(path, new Migrator(Migration.ReadAll()), logger);
        try
        {
            await thread.Opened.WaitAsync(cancellationToken);
            var seal = new SecretSeal(Path.Combine(Path.GetDirectoryName(path) ?? "", "secrets.key"));
            return new SqliteStore(thread, new DefinitionReader(path), seal);
        }
        catch
        {
            await thread.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredVm>> LoadVmsAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Vms.Load(definitions), cancellationToken);

    /// <inheritdoc/>
    public async Task SaveVmAsync(VmDefinition definition, long revision, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(definition, ModelJson.Default.VmDefinition);
        try
        {
            await thread.RunAsync(
                database => database.Vms.Save(definition.Id, definition.Name, revision, DefinitionSummary.Of(definition), json), cancellationToken);
        }
        catch (LodgeException failure) when (StoreErrors.IsNameTaken(failure.InnerException))
        {
            throw new LodgeException(
                ErrorCode.VmExists, $"Another VM has the name '{definition.Name}' already.", "Choose another name.", failure);
        }
    }

    /// <inheritdoc/>
    public Task SaveStatusAsync(Guid vmId, VmStatus status, IReadOnlyList<string> lastWords, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(status, ModelJson.Default.VmStatus);
        var words = lastWords.Count == 0 ? null : JsonSerializer.Serialize(lastWords, ModelJson.Default.IReadOnlyListString);
        return thread.RunAsync(database => database.Vms.SaveStatus(vmId, json, words), cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteVmAsync(Guid vmId, CancellationToken cancellationToken) =>
        thread.RunSoonDurableAsync(database => database.Vms.Delete(vmId), cancellationToken);

    /// <inheritdoc/>
    public Task SaveJobAsync(Job job, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(job, ModelJson.Default.Job);
        return thread.RunAsync(database => database.Jobs.Save(job.Id, job.State != JobState.Running, json), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Job>> LoadJobsAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return thread.RunAsync(database => database.Jobs.Load(limit), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> ReserveSequencesAsync(int count, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return thread.RunAsync(database => database.Counters.Reserve(EventCounter, count), cancellationToken);
    }

    /// <summary>Finishes what is queued, then closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        definitions.Dispose();
        return thread.DisposeAsync();
    }
}
