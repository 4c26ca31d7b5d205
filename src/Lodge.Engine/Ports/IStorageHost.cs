using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Engine.Ports;

/// <summary>
/// The storage of the host. The engine decides what is done and when; a driver for each kind of pool knows how. Failures
/// are <see cref="LodgeException"/>s that a person can act on.
/// </summary>
public interface IStorageHost
{
    /// <summary>The driver for a kind of pool.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: this Lodge has none for it.</exception>
    IPoolDriver DriverFor(PoolBackend backend);

    /// <summary>All that an image of the host is based on, the nearest first; what is wrong with one is in it, and it is the last then.</summary>
    /// <param name="path">Absolute path of the image.</param>
    /// <param name="format">Its format; never guessed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<VolumeBacking>> ReadChainAsync(string path, VolumeFormat format, CancellationToken cancellationToken);

    /// <summary>Looks for what pools could be made of. Changes nothing, and keeps nothing of what it finds.</summary>
    /// <param name="search">What is looked for, and where; checked.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="LodgeException">The server cannot be asked, or a program for it is missing.</exception>
    Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSearch search, CancellationToken cancellationToken);
}

/// <summary>
/// One kind of storage pool: makes its storage, takes it into use and out of it. Each call may block as long as its
/// storage does; the engine limits how long it waits, and never has two calls of its own watch at once.
/// </summary>
public interface IPoolDriver
{
    /// <summary>What can be done in such pools, as far as that is known without one.</summary>
    PoolCapabilities Capabilities { get; }

    /// <summary>The volumes of such pools.</summary>
    IVolumeDriver Volumes { get; }

    /// <summary>Fills in what a definition leaves open and the host decides.</summary>
    /// <exception cref="LodgeException">Something that it names cannot be used so.</exception>
    Task<PoolDefinition> CompleteAsync(PoolDefinition pool, CancellationToken cancellationToken) => Task.FromResult(pool);

    /// <summary>Makes what the pool is made of: a folder, a file system, a volume group, a partition table.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="overwrite">Whether what is there already is thrown away; without it that is an error.</param>
    /// <param name="cancellationToken">Ends the work, and nothing half-made is left.</param>
    /// <exception cref="LodgeException">It cannot be made, or something is there.</exception>
    Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken);

    /// <summary>Whether what <see cref="StartAsync"/> does is done: mounted, logged in. Looks, and changes nothing.</summary>
    Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken);

    /// <summary>Takes it into use. Does nothing where that is done.</summary>
    /// <exception cref="LodgeException">It cannot be used; nothing was changed.</exception>
    Task StartAsync(PoolAccess pool, CancellationToken cancellationToken);

    /// <summary>Takes it out of use; what is in it stays. Does nothing where that is done.</summary>
    /// <exception cref="LodgeException">Somebody uses it.</exception>
    Task StopAsync(PoolAccess pool, CancellationToken cancellationToken);

    /// <summary>Deletes what the pool is made of; it is out of use.</summary>
    /// <exception cref="LodgeException">It is not empty, or cannot be deleted.</exception>
    Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken);

    /// <summary>Measures a pool in use.</summary>
    /// <exception cref="LodgeException">It cannot be reached.</exception>
    Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken);
}

/// <summary>What a driver needs to reach a pool.</summary>
/// <param name="Definition">The pool.</param>
/// <param name="Secrets">Passwords and keys.</param>
public sealed record PoolAccess(PoolDefinition Definition, ISecretValues Secrets);

/// <summary>What was found of a pool in use.</summary>
/// <param name="Room">Its room.</param>
/// <param name="Capabilities">What can be done in it, on this host.</param>
/// <param name="Degraded">What is missing; null when it is whole.</param>
public sealed record PoolMeasure(PoolRoom Room, PoolCapabilities Capabilities, LodgeError? Degraded = null);
