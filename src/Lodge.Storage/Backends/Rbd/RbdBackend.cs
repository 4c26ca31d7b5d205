using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>Pools of a Ceph cluster that QEMU reaches by itself.</summary>
internal sealed class RbdBackend(RbdTool tool, RbdVolumes volumes) : IPoolDriver
{
    private const long Kibibyte = 1024;

    public PoolCapabilities Capabilities { get; } = new()
    {
        Formats = [VolumeFormat.Raw],
        Create = true,
        Resize = true,
        Thin = true,
        LinkedClones = true,
        Shared = true,
        Transfer = true,
        Note = "Linked clones are Ceph's own: of a snapshot that goes with them.",
    };

    public IVolumeDriver Volumes => volumes;

    public Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken) =>
        RbdTool.BackendOf(pool).Namespace is null
            ? throw new LodgeException(ErrorCode.Unsupported, "Pools of Ceph are made by who administers the cluster.", "Make it there: 'ceph osd pool create', then 'rbd pool init'.")
            : tool.RunAsync(pool, ["namespace", "create", .. RbdTool.Place(pool)], cancellationToken);

    public Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken) => volumes.SweepAsync(pool, cancellationToken);

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken) => RbdTool.BackendOf(pool).Namespace is null
        ? throw new LodgeException(ErrorCode.Unsupported, "Pools of Ceph are deleted by who administers the cluster.", "Delete its volumes one by one, and then the pool there.")
        : tool.RunAsync(pool, ["namespace", "remove", .. RbdTool.Place(pool)], cancellationToken);

    // Monitors tell the room, and know nothing of OSDs that are gone; the list of images is read from these.
    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        await tool.RunAsync(pool, ["ls", .. RbdTool.Place(pool)], cancellationToken);
        var room = RbdImages.Parse(await tool.RunRadosAsync(pool, ["df", "--format", "json"], cancellationToken), RbdJson.Default.RadosRoom);
        return new PoolMeasure(
            new PoolRoom(room.TotalSpace * Kibibyte, room.TotalUsed * Kibibyte, room.TotalAvail * Kibibyte),
            Capabilities,
            room.TotalSpace > 0 ? null : new LodgeError(
                ErrorCode.StorageFailed, "The Ceph cluster does not tell how much room it has: no manager reports to its monitors.", "Look at the cluster's managers with 'ceph status'; volumes can be used all the same."));
    }
}
