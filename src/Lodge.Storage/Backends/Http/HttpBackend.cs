using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Http;

/// <summary>Pools that are a folder of a web server, which QEMU reads by itself.</summary>
internal sealed class HttpBackend(WebFolder folder, HttpVolumes volumes) : IPoolDriver
{
    public PoolCapabilities Capabilities { get; } = new()
    {
        ReadOnly = true,
        Shared = true,
        Transfer = true,
        Note = "Its volumes are disks that are only read, or are cloned into another pool.",
    };

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken) => throw Foreign("made");

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken) => ReachAsync(pool, cancellationToken);

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken) => throw Foreign("deleted");

    // Nobody tells how much room a web server has, and none of it is for volumes.
    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        await ReachAsync(pool, cancellationToken);
        return new PoolMeasure(new PoolRoom(0, 0, 0), Capabilities);
    }

    // One file stands for all: where it is missing, the server answers all the same.
    private async Task ReachAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        if (((HttpPoolBackend)pool.Definition.Backend).Files is { Count: > 0 } files)
        {
            await folder.LookAsync(pool, files[0], 1, cancellationToken);
        }
        else
        {
            await folder.NamesAsync(pool, cancellationToken);
        }
    }

    private static LodgeException Foreign(string verb) =>
        new(ErrorCode.Unsupported, $"Folders of web servers are {verb} by who administers the server.", "Do it there; Lodge uses what it finds.");
}
