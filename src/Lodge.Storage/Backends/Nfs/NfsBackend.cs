using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.Nfs;

/// <summary>
/// Pools that are folders of an NFS server, mounted by the kernel as long as they are in use. Whatever touches the mount may
/// wait for the server; whether it is mounted is found out in the kernel's own table, which never waits.
/// </summary>
/// <param name="volumes">The volumes in it.</param>
internal sealed class NfsBackend(FileVolumes volumes) : IPoolDriver
{
    // An unmounting flushes what was written, for which a server that is gone does not come back.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private static readonly HostTool s_mount = new("mount.nfs", "nfs-common");

    public PoolCapabilities Capabilities { get; } = FileCapabilities.General with { Shared = true };

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken)
    {
        PoolFolder.Make(BackendOf(pool).Path, permissions: null);
        return Task.CompletedTask;
    }

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(IsMounted(BackendOf(pool)));

    public async Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (IsMounted(backend))
        {
            return;
        }

        if (Mounts.At(backend.TargetPath()!) is { } other)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"'{other.Source}' is mounted at '{backend.Path}' already.", "Unmount it, or choose another folder for the pool.");
        }

        PoolFolder.Make(backend.Path, permissions: null);
        var result = await s_mount.RunAsync(NfsArguments.Mount(backend), "/", cancellationToken);
        if (result.ExitCode != 0)
        {
            throw NfsTrouble.Of(backend, result.Errors);
        }

        NewFileName.Sweep(backend.Path);
    }

    public async Task StopAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (!IsMounted(backend))
        {
            return;
        }

        try
        {
            await Task.Factory.StartNew(() => Mounts.Unmount(backend.TargetPath()!), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(s_patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            Mounts.Abandon(backend.TargetPath()!);
        }
        catch (LinuxException busy)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"'{backend.Path}' cannot be unmounted: {busy.Message}.", $"Find who uses it with 'fuser -vm {backend.Path}'.", busy);
        }
    }

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        PoolFolder.DeleteEmpty(BackendOf(pool).Path);
        return Task.CompletedTask;
    }

    public Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        return IsMounted(backend)
            ? Task.FromResult(new PoolMeasure(PoolFolder.Measure(backend.Path), FileCapabilities.Of(backend.Path) with { Shared = true }))
            : throw new LodgeException(ErrorCode.StorageFailed, $"'{NfsArguments.Source(backend)}' is not mounted at '{backend.Path}' any more.", "Lodge mounts it again by itself.");
    }

    private static bool IsMounted(NfsPoolBackend backend) =>
        Mounts.At(backend.TargetPath()!) is { Kind: "nfs" or "nfs4" } mounted && mounted.Source.TrimEnd('/') == NfsArguments.Source(backend).TrimEnd('/');

    private static NfsPoolBackend BackendOf(PoolAccess pool) => (NfsPoolBackend)pool.Definition.Backend;
}
