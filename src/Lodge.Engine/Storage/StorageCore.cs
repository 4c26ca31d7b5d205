using Lodge.Engine.Events;
using Lodge.Engine.Gating;
using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Secrets;
using Lodge.Engine.Storage.Pools;
using Lodge.Engine.Storage.Volumes;
using Lodge.Engine.Vms;
using Lodge.Model.Events;
using Lodge.Model.Storage;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Storage;

/// <summary>The parts that serve pools and volumes, put together once. Operations reach each other through it.</summary>
internal sealed class StorageCore
{
    private readonly EventStream _events;

    public StorageCore(
        EnginePorts ports, SecretVault secrets, VmInventory vms, JobBoard jobs, EventStream events, Lazy<bool> hasBooted, ILoggerFactory loggers)
    {
        (Host, Store, Secrets, Vms, Jobs, _events, Clock) = (ports.Storage, ports.Pools, secrets, vms, jobs, events, ports.Clock);
        Opening = new Opening(ports.Clock, "storage pools");
        Gates = new Gates(ports.Clock, "storage pool", "Try again when that is done.", Opening);
        Inventory = new PoolInventory();
        Calls = new PoolCalls(this);
        Condition = new PoolCondition(this);
        Definitions = new PoolDefinitions(this);
        Lifecycle = new PoolLifecycle(this);
        Making = new PoolMaking(this);
        Claims = new VolumeClaims();
        Records = new VolumeRecords(Store);
        Catalogue = new VolumeCatalogue(this);
        Use = new VolumeUse(this);
        Origins = new VolumeOrigins(this);
        Creation = new VolumeCreation(this);
        Changes = new VolumeChanges(this);
        Transfers = new VolumeTransfers(this);
        Resolver = new VolumeResolver(this);
        Watch = new PoolWatch(this, loggers.CreateLogger<PoolWatch>());
        Recovery = new PoolRecovery(this, ports.DefaultPoolFolder, hasBooted, loggers.CreateLogger<PoolRecovery>());
    }

    public IStorageHost Host { get; }

    public IPoolStore Store { get; }

    public ISecretValues Secrets { get; }

    public VmInventory Vms { get; }

    public JobBoard Jobs { get; }

    public TimeProvider Clock { get; }

    public Opening Opening { get; }

    public Gates Gates { get; }

    public PoolInventory Inventory { get; }

    public PoolCalls Calls { get; }

    public PoolCondition Condition { get; }

    public PoolDefinitions Definitions { get; }

    public PoolLifecycle Lifecycle { get; }

    public PoolMaking Making { get; }

    public VolumeClaims Claims { get; }

    public VolumeRecords Records { get; }

    public VolumeCatalogue Catalogue { get; }

    public VolumeUse Use { get; }

    public VolumeOrigins Origins { get; }

    public VolumeCreation Creation { get; }

    public VolumeChanges Changes { get; }

    public VolumeTransfers Transfers { get; }

    public VolumeResolver Resolver { get; }

    public PoolWatch Watch { get; }

    public PoolRecovery Recovery { get; }

    public void Announce(EventKind kind, PoolDefinition pool, string? detail = null, PoolState? state = null) =>
        _events.Publish(LodgeEvent.Draft(kind) with { Pool = pool, PoolState = state, Detail = detail });

    public void Announce(EventKind kind, PoolDefinition pool, string volume) =>
        _events.Publish(LodgeEvent.Draft(kind) with { Pool = pool, Volume = volume });
}
