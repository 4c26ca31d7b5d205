using System.Collections.Concurrent;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Model.Vms.Devices;

namespace Lodge.TestSupport.Engine;

/// <summary>
/// Storage in memory: every folder exists but those below /missing, and its volumes are entries of a table. A pool's server
/// can be made to vanish, and then no call to it returns.
/// </summary>
public sealed class FakeStorage : IStorageHost, IPoolDriver, IVolumeDriver
{
    private readonly ConcurrentDictionary<string, FakeContent> _contents = new();

    /// <summary>Volumes by their paths.</summary>
    public ConcurrentDictionary<string, Volume> Files { get; } = new();

    /// <summary>Pools whose server does not answer.</summary>
    public ConcurrentDictionary<string, bool> Vanished { get; } = new();

    /// <summary>Holds the making of volumes back until it completes.</summary>
    public Task CreateGate { get; set; } = Task.CompletedTask;

    /// <summary>The room of every pool.</summary>
    public PoolRoom Room { get; set; } = new(10L << 30, 6L << 30, 4L << 30);

    public PoolCapabilities Capabilities { get; } = new()
    {
        Formats = [VolumeFormat.Raw, VolumeFormat.Qcow2],
        Create = true,
        Resize = true,
        Thin = true,
        LinkedClones = true,
        Transfer = true,
    };

    public IVolumeDriver Volumes => this;

    public IPoolDriver DriverFor(PoolBackend backend) => this;

    public Task<IReadOnlyList<VolumeBacking>> ReadChainAsync(string path, VolumeFormat format, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<VolumeBacking>>(format == VolumeFormat.Qcow2 ? ChainOf(path) : []);

    public Task<IReadOnlyList<PoolSource>> FindSourcesAsync(PoolSearch search, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PoolSource>>(search.Kind switch
    {
        PoolSourceKind.Nfs => [new PoolSource { Kind = search.Kind, Server = search.Server, Export = "/srv/disks" }],
        PoolSourceKind.Lvm => [new PoolSource { Kind = search.Kind, VolumeGroup = "vg0", Devices = ["/dev/sdb", "/dev/sdc"] }],
        _ => [new PoolSource { Kind = search.Kind, Server = search.Server, Target = "iqn.2026-01.test.lodge:disks" }],
    });

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken) => ReachAsync(pool, cancellationToken);

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken) => ReachAsync(pool, cancellationToken);

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken) => ReachAsync(pool, cancellationToken);

    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        await ReachAsync(pool, cancellationToken);
        return new PoolMeasure(Room, Capabilities);
    }

    public async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        await ReachAsync(pool, cancellationToken);
        return [.. Files.Values.Where(file => Path.GetDirectoryName(file.Key) == pool.Definition.Backend.TargetPath())];
    }

    public async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        await ReachAsync(pool, cancellationToken);
        return Files.GetValueOrDefault(PathOf(pool, name)) is { } found ? found with { Chain = ChainOf(found.Key) } : null;
    }

    public async Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await ReachAsync(pool, cancellationToken);
        await CreateGate.WaitAsync(cancellationToken);
        Add(pool.Definition.Backend.TargetPath()!, plan.Request.Name, plan.Request.Format!.Value, plan.Request.Capacity?.Bytes ?? 0, plan.Backing?.Source.HostPath());
    }

    public Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Files[volume.Key] = Files[volume.Key] with { Capacity = resize.Capacity };
        return Task.CompletedTask;
    }

    public Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        Files.TryRemove(volume.Key, out _);
        return Task.CompletedTask;
    }

    public Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RebaseAsync(PoolAccess pool, Volume volume, VolumeOrigin? backing, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Files[volume.Key] = Files[volume.Key] with { Backing = backing?.Source.HostPath() is { } below ? new VolumeBacking(below, VolumeFormat.Qcow2) : null };
        return Task.CompletedTask;
    }

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) =>
        Task.FromResult<IVolumeContent>(_contents.GetOrAdd(volume.Key, _ => new FakeContent()));

    /// <summary>Puts a file there.</summary>
    public void Add(string folder, string name, VolumeFormat format, long capacity, string? backing = null) => Files[$"{folder}/{name}"] = new Volume
    {
        Pool = "",
        Name = name,
        Key = $"{folder}/{name}",
        Type = VolumeType.File,
        Format = format,
        Capacity = capacity,
        Allocation = 0,
        Physical = capacity,
        Source = new FileDiskSource { Path = $"{folder}/{name}" },
        Backing = backing is null ? null : new VolumeBacking(backing, VolumeFormat.Qcow2),
    };

    private List<VolumeBacking> ChainOf(string path)
    {
        var chain = new List<VolumeBacking>();
        while (chain.Count < 8 && Files.GetValueOrDefault(path)?.Backing is { } below)
        {
            chain.Add(below);
            path = below.Name;
        }

        return chain;
    }

    private static string PathOf(PoolAccess pool, string name) => $"{pool.Definition.Backend.TargetPath()}/{name}";

    private Task ReachAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        Vanished.ContainsKey(pool.Definition.Name) ? Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)
        : pool.Definition.Backend.TargetPath()?.StartsWith("/missing", StringComparison.Ordinal) == true
            ? Task.FromException(new LodgeException(ErrorCode.FileNotFound, $"The folder '{pool.Definition.Backend.TargetPath()}' does not exist."))
            : Task.CompletedTask;
}
