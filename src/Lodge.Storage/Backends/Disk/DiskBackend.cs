using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.FileSystem;

namespace Lodge.Storage.Backends.Disk;

/// <summary>Pools that are whole disks of the host.</summary>
/// <param name="disks">Reads and changes tables.</param>
/// <param name="volumes">The partitions.</param>
internal sealed class DiskBackend(DiskTool disks, DiskVolumes volumes) : IPoolDriver
{
    public PoolCapabilities Capabilities { get; } = new()
    {
        Formats = [VolumeFormat.Raw],
        Create = true,
        Transfer = true,
        Note = "Volumes are partitions, and keep their size. A new one has what was at its place before, but for the marks of file systems.",
    };

    public IVolumeDriver Volumes => volumes;

    public async Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken)
    {
        var backend = (DiskPoolBackend)pool.Definition.Backend;
        var device = DiskVolumes.DeviceOf(pool);
        DiskTool.Length(device);
        if (SignatureOf(device) is { } there && !overwrite)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The disk '{backend.Device}' has something on it already ({there}).", "If it may be thrown away, build the pool with --overwrite.");
        }

        await disks.BuildAsync(device, backend.Table ?? PartitionTable.Gpt, cancellationToken);
    }

    public async Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        await disks.FindTableAsync(DiskVolumes.DeviceOf(pool), cancellationToken) is { } table && table.Partitions.All(partition => File.Exists(partition.Node));

    public async Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var device = DiskVolumes.DeviceOf(pool);
        await disks.ShowAllAsync(device, await disks.GetTableAsync(device, cancellationToken), cancellationToken);
    }

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var device = DiskVolumes.DeviceOf(pool);
        if (await disks.FindTableAsync(device, cancellationToken) is not { } table)
        {
            return;
        }

        if (table.Partitions.Count > 0)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The disk '{device}' has {table.Partitions.Count} partitions.", "Delete these first.");
        }

        await disks.WipeAsync(device, cancellationToken);
    }

    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var device = DiskVolumes.DeviceOf(pool);
        var table = await disks.GetTableAsync(device, cancellationToken);
        return new PoolMeasure(DiskRoom.Measure(table, DiskTool.Length(device)), Capabilities);
    }

    private static string? SignatureOf(string device)
    {
        try
        {
            return FileSystemSignature.Of(device);
        }
        catch (LinuxException refused)
        {
            throw new LodgeException(ErrorCode.FileNotAccessible, $"The disk '{device}' cannot be opened: {refused.Message}.", "Correct its name in the pool's definition.", refused);
        }
    }
}
