using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Devices;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Disk;

/// <summary>Partitions of a disk as volumes.</summary>
/// <param name="disks">Reads and changes tables.</param>
/// <param name="images">Runs qemu-img.</param>
internal sealed class DiskVolumes(DiskTool disks, QemuImgRunner images) : DeviceVolumes(images)
{
    /// <summary>The disk of a pool.</summary>
    /// <exception cref="LodgeException">It is not there.</exception>
    public static string DeviceOf(PoolAccess pool) => DiskTool.Real(((DiskPoolBackend)pool.Definition.Backend).Device);

    public override async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var table = await disks.GetTableAsync(DeviceOf(pool), cancellationToken);
        return [.. table.Partitions.Where(partition => !partition.IsContainer).Select(partition => Describe(pool, table, partition))];
    }

    public override async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        var table = await disks.GetTableAsync(DeviceOf(pool), cancellationToken);
        return DiskNames.Find(table, name) is { } partition ? Describe(pool, table, partition) : null;
    }

    public override async Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        ThrowIfEncrypted(pool, plan);
        var device = DeviceOf(pool);
        var made = await disks.AddAsync(device, plan.Request.Name, plan.Request.Capacity!.Value.Bytes, cancellationToken);
        if (plan.From is null)
        {
            return;
        }

        try
        {
            await FillAsync(pool, plan, made.Node, progress, cancellationToken);
        }
        catch
        {
            await disks.DeleteAsync(device, made, CancellationToken.None);
            throw;
        }
    }

    public override async Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        ThrowIfOpen(volume);
        var device = DeviceOf(pool);
        var table = await disks.GetTableAsync(device, cancellationToken);
        await disks.DeleteAsync(
            device,
            table.Partitions.FirstOrDefault(partition => partition.Node == volume.Key)
                ?? throw new LodgeException(ErrorCode.VolumeNotFound, $"The disk '{device}' has no partition '{volume.Name}' any more."),
            cancellationToken);
    }

    private static Volume Describe(PoolAccess pool, DiskTable table, DiskPartition partition) => Describe(
        pool,
        DiskNames.Of(table, partition),
        partition.Node,
        partition.Size * table.SectorSize,
        problem: File.Exists(partition.Node) ? null : "The kernel has no device for this partition; stop and start the pool.");
}
