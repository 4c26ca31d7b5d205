using Lodge.Engine.Ports;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;

namespace Lodge.Storage.Backends.Folder;

/// <summary>Pools that are folders of the host.</summary>
internal sealed class FolderBackend(FileVolumes volumes) : IPoolDriver
{
    public PoolCapabilities Capabilities => FileCapabilities.General;

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken)
    {
        var folder = BackendOf(pool);
        PoolFolder.Make(folder.Path, folder.Permissions);
        return Task.CompletedTask;
    }

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(Directory.Exists(BackendOf(pool).Path));

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        PoolFolder.ThrowIfMissing(BackendOf(pool).Path);
        NewFileName.Sweep(BackendOf(pool).Path);
        return Task.CompletedTask;
    }

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        PoolFolder.DeleteEmpty(BackendOf(pool).Path);
        return Task.CompletedTask;
    }

    public Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        Task.FromResult(new PoolMeasure(PoolFolder.Measure(BackendOf(pool).Path), FileCapabilities.Of(BackendOf(pool).Path)));

    private static FolderPoolBackend BackendOf(PoolAccess pool) => (FolderPoolBackend)pool.Definition.Backend;
}
