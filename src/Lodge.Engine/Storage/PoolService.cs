using Lodge.Engine.Storage.Pools;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Storage;
using Lodge.Model.Storage.Validation;

namespace Lodge.Engine.Storage;

/// <summary>Storage pools, for the doors. Where one is asked for, its name or its id will do.</summary>
public sealed class PoolService
{
    private readonly StorageCore _core;

    internal PoolService(StorageCore core) => _core = core;

    /// <summary>All pools, sorted by name. Waits for nothing.</summary>
    public IReadOnlyList<Pool> List() => _core.Inventory.List();

    /// <summary>A pool; null when there is none.</summary>
    public Pool? Find(string pool) => _core.Inventory.Find(pool);

    /// <summary>A pool.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.PoolNotFound"/>, with the nearest name when there is one.</exception>
    public Pool Get(string pool) => _core.Inventory.Get(pool);

    /// <summary>Defines a pool, or replaces the definition of the one with the same id.</summary>
    /// <param name="definition">What it shall be.</param>
    /// <param name="expectedRevision">The revision that the change is based on; null to change whatever is there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">The definition has flaws, or another pool has the name or the storage. Nothing was changed.</exception>
    public Task<Pool> DefineAsync(PoolDefinition definition, long? expectedRevision, CancellationToken cancellationToken) =>
        _core.Definitions.DefineAsync(definition, expectedRevision, cancellationToken);

    /// <summary>Makes a new pool, as far as asked for in one go; when a part fails, nothing is left of it.</summary>
    /// <param name="definition">What it shall be.</param>
    /// <param name="build">Whether what it is made of is made.</param>
    /// <param name="start">Whether it is taken into use.</param>
    /// <param name="transient">Whether it is gone when it stops; only with <paramref name="start"/>.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">As for <see cref="DefineAsync"/> and <see cref="StartAsync"/>.</exception>
    public Task<Pool> MakeAsync(PoolDefinition definition, bool build, bool start, bool transient, CancellationToken cancellationToken) => (transient, start) switch
    {
        (true, false) => throw new LodgeException(
            ErrorCode.InvalidArgument, "'transient' says how a storage pool is started, and 'start' is not set.", "Set 'start' to true, or leave the other out."),
        (true, true) => CreateAsync(definition, build, cancellationToken),
        _ => _core.Making.MakeAsync(definition, build, start, cancellationToken),
    };

    /// <summary>Starts a pool that is gone when it stops.</summary>
    /// <param name="definition">What it shall be.</param>
    /// <param name="build">Whether what it is made of is made first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">As for <see cref="DefineAsync"/> and <see cref="StartAsync"/>; nothing is left of it.</exception>
    public Task<Pool> CreateAsync(PoolDefinition definition, bool build, CancellationToken cancellationToken) => _core.Lifecycle.CreateAsync(definition, build, cancellationToken);

    /// <summary>Forgets a pool that is not in use; what is in it stays.</summary>
    /// <exception cref="LodgeException">It is in use, or transient.</exception>
    public Task UndefineAsync(string pool, CancellationToken cancellationToken) => _core.Definitions.UndefineAsync(pool, cancellationToken);

    /// <summary>Makes what a pool is made of: a folder, a file system, a volume group, a partition table.</summary>
    /// <param name="pool">Name or id.</param>
    /// <param name="overwrite">Whether what is there already is thrown away; without it that is an error.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="LodgeException">It is in use, cannot be made, or something is there.</exception>
    public Task<Pool> BuildAsync(string pool, bool overwrite, CancellationToken cancellationToken) => _core.Lifecycle.BuildAsync(pool, overwrite, cancellationToken);

    /// <summary>As <see cref="BuildAsync"/>, as a job.</summary>
    public Job BeginBuild(string pool, bool overwrite)
    {
        var name = Get(pool).Name;
        return _core.Jobs.Run(JobKind.PreparePool, null, name, (_, token) => BuildAsync(name, overwrite, token));
    }

    /// <summary>Takes a pool into use.</summary>
    /// <param name="pool">Name or id.</param>
    /// <param name="build">Whether what it is made of is made first.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException">It is in use already, or cannot be reached.</exception>
    public Task<Pool> StartAsync(string pool, bool build, CancellationToken cancellationToken) => _core.Lifecycle.StartAsync(pool, build, cancellationToken);

    /// <summary>Takes a pool out of use; what is in it stays. A transient one is forgotten then.</summary>
    /// <exception cref="LodgeException">It is not in use; a running VM has a disk there; work on a volume goes on.</exception>
    public Task<Pool> StopAsync(string pool, CancellationToken cancellationToken) => _core.Lifecycle.StopAsync(pool, cancellationToken);

    /// <summary>Deletes what a pool that is not in use is made of; its definition stays.</summary>
    /// <exception cref="LodgeException">It is in use, not empty, or a VM has a disk there.</exception>
    public Task DeleteAsync(string pool, CancellationToken cancellationToken) => _core.Lifecycle.DeleteAsync(pool, cancellationToken);

    /// <summary>Decides whether a pool starts with the daemon.</summary>
    /// <exception cref="LodgeException">It is transient.</exception>
    public Task<Pool> SetAutostartAsync(string pool, bool autostart, CancellationToken cancellationToken) =>
        _core.Definitions.SetAutostartAsync(pool, autostart, cancellationToken);

    /// <summary>Measures a pool in use and lists its volumes anew.</summary>
    /// <exception cref="LodgeException">It is not in use, or cannot be reached.</exception>
    public Task<Pool> RefreshAsync(string pool, CancellationToken cancellationToken) => _core.Condition.RefreshAsync(Get(pool), cancellationToken);

    /// <summary>Looks for what pools could be made of: on this host, or on a server.</summary>
    /// <exception cref="LodgeException">It cannot be looked for so, or the server does not answer.</exception>
    public async Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSearch search, CancellationToken cancellationToken)
    {
        PoolValidator.ThrowIfFlawed(search);
        return await _core.Calls.FindSourcesAsync(search, cancellationToken);
    }

    /// <summary>Measures a pool in use.</summary>
    /// <exception cref="LodgeException">It is not in use, or cannot be reached.</exception>
    public Task<Pool> MeasureAsync(string pool, CancellationToken cancellationToken)
    {
        var found = Get(pool);
        PoolErrors.ThrowUnlessActive(found, "be measured");
        return _core.Condition.MeasureAsync(found, cancellationToken);
    }
}
