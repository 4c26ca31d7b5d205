using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Tools;

namespace Lodge.Storage.Backends.FileSystem;

/// <summary>Pools that are a file system on a device of the host, mounted as long as they are in use.</summary>
/// <param name="volumes">The volumes in it.</param>
internal sealed class FileSystemBackend(FileVolumes volumes) : IPoolDriver
{
    private const string DefaultKind = "xfs";

    public PoolCapabilities Capabilities => FileCapabilities.General;

    public IVolumeDriver Volumes => volumes;

    public async Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (SignatureOf(backend) is { } there && !overwrite)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The device '{backend.Device}' has something on it already ({there}).", "If it may be thrown away, build the pool with --overwrite.");
        }

        PoolFolder.Make(backend.Path, backend.Permissions);
        var kind = backend.FileSystem ?? DefaultKind;
        var isExtended = kind.StartsWith("ext", StringComparison.Ordinal);
        await new HostTool($"mkfs.{kind}", isExtended ? "e2fsprogs" : kind == "btrfs" ? "btrfs-progs" : $"{kind}progs").DemandAsync(
            "make the file system", [isExtended ? "-F" : "-f", "-q", backend.Device], "/", cancellationToken);
    }

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(IsMounted(BackendOf(pool)));

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (IsMounted(backend))
        {
            return Task.CompletedTask;
        }

        if (Mounts.At(backend.TargetPath()!) is { } other)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"'{other.Source}' is mounted at '{backend.Path}' already.", "Unmount it, or choose another folder for the pool.");
        }

        var kind = backend.FileSystem ?? SignatureOf(backend) ?? throw new LodgeException(
            ErrorCode.BadFile, $"The device '{backend.Device}' has no file system that Lodge knows.", "Make one with 'lodge pool build', or name its kind in the pool.");
        PoolFolder.Make(backend.Path, backend.Permissions);
        try
        {
            Mounts.Mount(backend.Device, backend.TargetPath()!, kind, backend.Options ?? []);
            NewFileName.Sweep(backend.Path);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(
                ErrorCode.StorageFailed, $"The device '{backend.Device}' cannot be mounted as {kind}: {refused.Message}.", "Look at the kernel's log ('dmesg') for what it has against it.", refused);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (!IsMounted(backend))
        {
            return Task.CompletedTask;
        }

        try
        {
            Mounts.Unmount(backend.TargetPath()!);
            return Task.CompletedTask;
        }
        catch (LinuxException busy)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"'{backend.Path}' cannot be unmounted: {busy.Message}.", $"Find who uses it with 'fuser -vm {backend.Path}'.", busy);
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
            ? Task.FromResult(new PoolMeasure(PoolFolder.Measure(backend.Path), FileCapabilities.Of(backend.Path)))
            : throw new LodgeException(ErrorCode.StorageFailed, $"'{backend.Device}' is not mounted at '{backend.Path}' any more.", "Lodge mounts it again by itself.");
    }

    // A name such as /dev/disk/by-id/… is a link, and the kernel's table has what it leads to: numbers tell.
    private static bool IsMounted(FileSystemPoolBackend backend) =>
        Mounts.At(backend.TargetPath()!) is { } mounted && (mounted.Source == backend.Device || DeviceNode.BlockNumbersOf(backend.Device) == mounted.Device
            || DeviceNode.BlockNumbersOf(mounted.Source) == DeviceNode.BlockNumbersOf(backend.Device));

    private static string? SignatureOf(FileSystemPoolBackend backend)
    {
        try
        {
            return FileSystemSignature.Of(backend.Device);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(
                ErrorCode.FileNotAccessible, $"The device '{backend.Device}' cannot be opened: {refused.Message}.", "Correct its name in the pool's definition.", refused);
        }
    }

    private static FileSystemPoolBackend BackendOf(PoolAccess pool) => (FileSystemPoolBackend)pool.Definition.Backend;
}
