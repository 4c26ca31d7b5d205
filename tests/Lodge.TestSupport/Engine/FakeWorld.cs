using System.Collections.Concurrent;
using Lodge.Engine;
using Lodge.Engine.Ports;
using Lodge.Model.Checkpoints;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Storage;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lodge.TestSupport.Engine;

/// <summary>
/// A host in memory, for testing the engine: database, run folder, QEMU processes and saved states live here and
/// outlive any engine. An engine can be made to die at its Nth touch of the outside, and another be started after it.
/// </summary>
public sealed class FakeWorld
{
    public ConcurrentDictionary<Guid, StoredVm> Database { get; } = new();

    public ConcurrentDictionary<Guid, Job> Jobs { get; } = new();

    public long NextSequence { get; set; } = 1;

    public ConcurrentDictionary<Guid, RunRecord> RunFolder { get; } = new();

    public ConcurrentDictionary<Guid, FakeQemu> Processes { get; } = new();

    public ConcurrentDictionary<string, SavedStateHeader> SavedFiles { get; } = new();

    public ConcurrentDictionary<Guid, VmSnapshots> Snapshots { get; } = new();

    /// <summary>Images of disks, by path.</summary>
    public ConcurrentDictionary<string, FakeImage> DiskImages { get; } = new();

    /// <summary>The image that takes no internal snapshot; null for none.</summary>
    public string? UntaggableImage { get; set; }

    /// <summary>The bitmaps in images, by path and name, each with how many pieces the guest had written when it was made.</summary>
    public ConcurrentDictionary<(string Path, string Name), FakeBitmap> Bitmaps { get; } = new();

    /// <summary>Durable checkpoints, by VM.</summary>
    public ConcurrentDictionary<Guid, VmCheckpoints> Checkpoints { get; } = new();

    public ConcurrentDictionary<Guid, bool> ConsumedSaves { get; } = new();

    /// <summary>VMs of which nothing durable is left.</summary>
    public ConcurrentDictionary<Guid, bool> Forgotten { get; } = new();

    public ConcurrentDictionary<string, bool> PartialFiles { get; } = new();

    /// <summary>Whole memory dumps.</summary>
    public ConcurrentDictionary<string, MemoryDumpFormat> Dumps { get; } = new();

    public HashSet<string> SeenBoots { get; } = [];

    public string BootId { get; set; } = "boot 1";

    /// <summary>Disks of VMs from images.</summary>
    public FakeImageDisks ImageDisks { get; } = new();

    /// <summary>The host's huge pages.</summary>
    public FakeHugePages HugePages { get; } = new();

    /// <summary>What the host's processors and memory do.</summary>
    public FakeMeters Meters { get; } = new();

    /// <summary>The host's devices.</summary>
    public FakeDevices Devices { get; } = new();

    public ConcurrentDictionary<Guid, StoredSecret> Secrets { get; } = new();

    public ConcurrentDictionary<Guid, StoredPool> Pools { get; } = new();

    /// <summary>Whether a pool was ever stored.</summary>
    public bool HadPools { get; set; }

    public ConcurrentDictionary<(Guid Pool, string Name), VolumeRecord> VolumeRecords { get; } = new();

    /// <summary>The host's storage.</summary>
    public FakeStorage Storage { get; } = new();

    /// <summary>Where daemons make the pool <c>default</c>; null for nowhere.</summary>
    public string? DefaultPoolFolder { get; set; }

    /// <summary>The host's networks.</summary>
    public FakeNetworks Networks { get; } = new();

    /// <summary>Bridges over the host's interfaces.</summary>
    public FakeHostBridges HostBridges { get; } = new();

    /// <summary>Whether daemons make the network <c>default</c> where there never was one.</summary>
    public bool MakesDefaultNetwork { get; set; }

    /// <summary>Makes the next check of a definition fail.</summary>
    public Exception? CheckFailure { get; set; }

    /// <summary>Says what a definition names that this host does not have; null for nothing.</summary>
    public Func<VmDefinition, Exception?>? NamesFailure { get; set; }

    /// <summary>Makes the next launches fail after the process came to be.</summary>
    public Exception? LaunchFailure { get; set; }

    /// <summary>Makes QEMUs not answer a daemon that wants to take them over.</summary>
    public Exception? ReattachFailure { get; set; }

    /// <summary>Makes the next saves and dumps fail half way.</summary>
    public Exception? SaveFailure { get; set; }

    /// <summary>Holds saves and dumps back until it completes.</summary>
    public Task SaveGate { get; set; } = Task.CompletedTask;

    /// <summary>What the VMs' consoles have printed; null for nothing.</summary>
    public byte[]? ConsoleLog { get; set; }

    /// <summary>What the VMs' QEMUs have printed; null for nothing.</summary>
    public byte[]? QemuLog { get; set; }

    /// <summary>Starts an engine on this host.</summary>
    /// <param name="crashAt">Die at this touch of the outside, counted from the end of the start; null: live.</param>
    public async Task<FakeDaemon> StartDaemonAsync(int? crashAt = null)
    {
        var fate = new Fate();
        var store = new FakeStore(this, fate);
        var images = new FakeDiskImages(this, fate);
        var ports = new EnginePorts
        {
            Snapshots = images,
            Layers = images,
            SnapshotFiles = images,
            Checkpoints = new FakeCheckpointStore(this, fate),
            Bitmaps = new FakeBitmaps(this, fate, null),
            Store = store,
            Secrets = store,
            Pools = store,
            Devices = Devices,
            Storage = Storage,
            DefaultPoolFolder = DefaultPoolFolder,
            Hypervisor = new FakeHypervisor(this, fate),
            SavedStates = new FakeSavedStates(this, fate),
            ConsoleLogs = new FakeConsoleLogs(this),
            Images = new FakeImages(),
            ImageDisks = ImageDisks,
            HugePages = HugePages,
            Meters = Meters,
            NetworkStore = new FakeNetworkStore(Networks, fate),
            NetworkHost = new FakeNetworkHost(Networks, fate),
            HostBridges = HostBridges,
            MakesDefaultNetwork = MakesDefaultNetwork,
            BootMarker = new FakeBootMarker(this),
        };
        var engine = new LodgeEngine(ports, NullLoggerFactory.Instance);
        await engine.StartAsync(CancellationToken.None);
        await engine.Recovered;
        fate.CrashAt(crashAt);
        return new FakeDaemon(engine, fate);
    }

    internal static string ManagedPath(Guid vmId) => $"/state/save/{vmId}.save";
}

/// <summary>An engine on a <see cref="FakeWorld"/>.</summary>
public sealed record FakeDaemon(LodgeEngine Engine, Fate Fate);

/// <summary>Counts an engine's touches of the outside, and ends it at a chosen one.</summary>
public sealed class Fate
{
    private int _touches;
    private int _crashAt = int.MaxValue;

    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDead => _died.Task.IsCompleted;

    /// <summary>Completes when the engine dies.</summary>
    public Task Died => _died.Task;

    public int Touches => _touches;

    public void CrashAt(int? touch)
    {
        _touches = 0;
        _crashAt = touch ?? int.MaxValue;
    }

    /// <summary>The engine dies here if it is time; a dead engine can touch nothing any more.</summary>
    public void Touch()
    {
        if (IsDead || Interlocked.Increment(ref _touches) >= _crashAt)
        {
            _died.TrySetResult();
            throw new SimulatedCrashException();
        }
    }
}

/// <summary>The engine was killed here.</summary>
public sealed class SimulatedCrashException() : Exception("The daemon was killed here.");

internal sealed class FakeBootMarker(FakeWorld world) : IBootMarker
{
    public bool ClaimBoot() => world.SeenBoots.Add(world.BootId);
}
