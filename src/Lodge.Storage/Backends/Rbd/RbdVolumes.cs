using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Files;
using Lodge.Storage.Nbd;

namespace Lodge.Storage.Backends.Rbd;

/// <summary>Volumes that are block images of Ceph. All are raw and thin; clones are Ceph's own.</summary>
internal sealed class RbdVolumes(RbdTool tool, RbdMaker maker, QemuNbd server) : IVolumeDriver
{
    private readonly RbdImages _images = new(tool);

    public Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken) => _images.ListAsync(pool, cancellationToken);

    public Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken) => _images.FindAsync(pool, name, cancellationToken);

    public Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken) => maker.MakeAsync(pool, plan, progress, cancellationToken);

    public Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        List<string> command = ["resize", "--no-progress", .. RbdImages.Image(pool, volume.Name), "--size", RbdMaker.Size(resize.Capacity)];
        if (resize.Shrink)
        {
            command.Add("--allow-shrink");
        }

        return tool.RunAsync(pool, command, cancellationToken);
    }

    public async Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        var info = await _images.InfoAsync(pool, volume.Name, cancellationToken);
        foreach (var left in (await _images.SnapshotsAsync(pool, volume.Name, cancellationToken)).Where(snapshot => IsOwn(snapshot.Name)))
        {
            await maker.DropSnapshotAsync(pool, volume.Name, left.Name, cancellationToken);
        }

        await tool.RunAsync(pool, ["rm", "--no-progress", .. RbdImages.Image(pool, volume.Name)], cancellationToken);
        await LeaveAsync(pool, info?.Parent);
    }

    public async Task WipeAsync(PoolAccess pool, Volume volume, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        await using var content = await OpenAsync(pool, volume, write: true, cancellationToken);
        await ContentWiper.WipeAsync(content, method, progress, cancellationToken);
    }

    public async Task RebaseAsync(PoolAccess pool, Volume volume, VolumeOrigin? backing, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (backing is not null)
        {
            throw new LodgeException(ErrorCode.Unsupported, "A volume of Ceph cannot be based on another one afterwards.", "Make a new one with '--base', or let it stand alone.");
        }

        var info = await _images.InfoAsync(pool, volume.Name, cancellationToken);
        await tool.RunAsync(pool, ["flatten", "--no-progress", .. RbdImages.Image(pool, volume.Name)], cancellationToken);
        await LeaveAsync(pool, info?.Parent);
    }

    public Task<IVolumeContent> OpenAsync(PoolAccess pool, Volume volume, bool write, CancellationToken cancellationToken) =>
        server.OpenAsync(RbdImages.Source(pool, volume.Name), write, pool.Secrets, cancellationToken);

    /// <summary>Deletes what crashes have left half-made.</summary>
    public async Task SweepAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        foreach (var name in await _images.LeftoversAsync(pool, cancellationToken))
        {
            await tool.RunAsync(pool, ["rm", "--no-progress", .. RbdImages.Image(pool, name)], cancellationToken);
        }
    }

    private static bool IsOwn(string snapshot) => snapshot.StartsWith(RbdMaker.SnapshotMark, StringComparison.Ordinal);

    // The snapshot that was made for a clone is of no use without it.
    private async Task LeaveAsync(PoolAccess pool, RbdParent? parent)
    {
        if (parent is not null && IsOwn(parent.Snapshot) && parent.Pool == RbdTool.BackendOf(pool).Pool && (parent.PoolNamespace ?? "") == (RbdTool.BackendOf(pool).Namespace ?? ""))
        {
            await maker.DropSnapshotAsync(pool, parent.Image, parent.Snapshot, CancellationToken.None);
        }
    }
}
