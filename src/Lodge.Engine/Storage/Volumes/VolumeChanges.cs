using Lodge.Engine.Ports;
using Lodge.Engine.Storage.Pools;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Primitives;
using Lodge.Model.Storage;

namespace Lodge.Engine.Storage.Volumes;

/// <summary>Resizes, wipes, rebases and deletes volumes. What somebody needs is left alone.</summary>
internal sealed class VolumeChanges(StorageCore core)
{
    /// <summary>Resizes a disk of a running VM: VM, disk, bytes.</summary>
    public Func<string, string, long, CancellationToken, Task>? ResizeLive { get; set; }

    public async Task<Volume> ResizeAsync(VolumeName name, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (resize.Capacity <= 0)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"A volume has more than 0 bytes, not {resize.Capacity}.");
        }

        var (pool, volume) = await FindAsync(name, "be resized", cancellationToken);
        if (!pool.Capabilities.Resize)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"Volumes of the storage pool '{pool.Name}' keep their size.", "'lodge pool info' tells what each pool can do.");
        }

        if (resize.Capacity < volume.Capacity && !resize.Shrink)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"The volume '{volume.Name}' has {new ByteSize(volume.Capacity)}; with {new ByteSize(resize.Capacity)} it would lose what is beyond.",
                "Shrink the guest's file system first, and then ask for it with --shrink.");
        }

        if (await LiveUserAsync(pool, volume, cancellationToken) is { } live && ResizeLive is { } resizeLive)
        {
            await ResizeDeviceAsync(pool, volume, resize, progress, cancellationToken);
            await resizeLive(live.Vm!, live.Disk!, resize.Capacity, cancellationToken);
            return await SettleAsync(pool, volume, cancellationToken);
        }

        core.Origins.ThrowIfUnsound(volume);
        core.Use.ThrowIfInSnapshot(volume, "be resized", internalToo: false);
        await core.Use.ThrowIfNeededAsync(pool, volume, "be resized", stoppedToo: false, cancellationToken);
        using var claim = core.Claims.Take(pool, volume.Name, writes: true, "resizing");
        await core.Calls.WorkAsync(pool.Definition, (driver, access, token) => driver.Volumes.ResizeAsync(access, volume, resize, progress, token), cancellationToken);
        return await SettleAsync(pool, volume, cancellationToken);
    }

    /// <param name="name">The volume.</param>
    /// <param name="force">Whether it goes though the definition of a VM that does not run names it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task DeleteAsync(VolumeName name, bool force, CancellationToken cancellationToken)
    {
        var (pool, volume) = await FindAsync(name, "be deleted", cancellationToken);
        await ListForUsersAsync(pool, cancellationToken);
        core.Use.ThrowIfInSnapshot(volume, "be deleted", internalToo: true);
        await core.Use.ThrowIfNeededAsync(pool, volume, "be deleted", stoppedToo: !force, cancellationToken);
        using var claim = core.Claims.Take(pool, volume.Name, writes: true, "deletion");
        await core.Calls.WorkAsync(pool.Definition, (driver, access, token) => driver.Volumes.DeleteAsync(access, volume, token), cancellationToken);
        await core.Records.DeleteAsync(pool.Id, volume.Name);
        core.Catalogue.Note(pool, volume.Name, null);
        core.Announce(EventKind.VolumeDeleted, pool.Definition, volume.Name);
    }

    public async Task WipeAsync(VolumeName name, WipeMethod method, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (pool, volume) = await FindAsync(name, "be wiped", cancellationToken);
        await ListForUsersAsync(pool, cancellationToken);
        core.Use.ThrowIfInSnapshot(volume, "be wiped", internalToo: true);
        await core.Use.ThrowIfNeededAsync(pool, volume, "be wiped", stoppedToo: true, cancellationToken);
        using var claim = core.Claims.Take(pool, volume.Name, writes: true, "wiping");
        await core.Calls.WorkAsync(pool.Definition, (driver, access, token) => driver.Volumes.WipeAsync(access, volume, method, progress, token), cancellationToken);
        await SettleAsync(pool, volume, cancellationToken);
    }

    /// <param name="name">The volume.</param>
    /// <param name="backing">What it shall be based on; null for nothing.</param>
    /// <param name="progress">The share that is done.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<Volume> RebaseAsync(VolumeName name, BackingRequest? backing, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (pool, volume) = await FindAsync(name, "be rebased", cancellationToken);
        if (volume.Format != VolumeFormat.Qcow2 && volume.Backing is null)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"The volume '{volume.Name}' is {volume.Format.ToString().ToLowerInvariant()}, which is never based on another.", "Only qcow2 volumes are.");
        }

        core.Origins.ThrowIfUnsound(volume);
        if (backing is null && volume.Backing is null)
        {
            return volume;
        }

        core.Use.ThrowIfInSnapshot(volume, "be rebased", internalToo: true);
        VolumeUse.ThrowIfTagged(volume, "be rebased");
        await core.Use.ThrowIfNeededAsync(pool, volume, "be rebased", stoppedToo: false, cancellationToken);
        using var claim = core.Claims.Take(pool, volume.Name, writes: true, "rebase");
        var origin = backing is null ? null : await core.Origins.OfAsync(backing, pool, cancellationToken);
        if (origin is not null && (origin.Source == volume.Source || origin.Chain?.Any(layer => layer.Name == volume.Key) == true))
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The volume '{volume.Name}' cannot be based on itself.", "Choose another image.");
        }

        await core.Calls.WorkAsync(pool.Definition, (driver, access, token) => driver.Volumes.RebaseAsync(access, volume, origin, progress, token), cancellationToken);
        return await SettleAsync(pool, volume, cancellationToken);
    }

    private async Task<(Pool Pool, Volume Volume)> FindAsync(VolumeName name, string verb, CancellationToken cancellationToken)
    {
        var pool = core.Inventory.Get(name.Pool);
        PoolErrors.ThrowUnlessUsable(pool, $"have a volume that shall {verb}");
        return pool.Capabilities.ReadOnly
            ? throw new LodgeException(ErrorCode.Unsupported, $"Volumes of the storage pool '{pool.Name}' can only be read.", "'lodge pool info' tells what each pool can do.")
            : (pool, await core.Catalogue.GetAsync(pool, name.Volume, cancellationToken));
    }

    // Who is based on a volume is known from lists, which may be old.
    private async Task ListForUsersAsync(Pool home, CancellationToken cancellationToken)
    {
        await core.Catalogue.ListAsync(home, cancellationToken);
        foreach (var pool in core.Inventory.List().Where(pool => pool.Id != home.Id && pool.State is PoolState.Running or PoolState.Degraded))
        {
            await ListQuietlyAsync(pool, cancellationToken);
        }
    }

    // A pool that cannot be reached now keeps nobody from deleting in another: what was last seen of it counts.
    private async Task ListQuietlyAsync(Pool pool, CancellationToken cancellationToken)
    {
        try
        {
            await core.Catalogue.ListAsync(pool, cancellationToken);
        }
        catch (LodgeException failure)
        {
            core.Condition.Lose(pool.Id, failure.Error);
        }
    }

    // QEMU makes the files of running VMs larger itself; a device must be so before it is told.
    private async Task ResizeDeviceAsync(Pool pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        if (volume.Type != VolumeType.Block)
        {
            return;
        }

        if (resize.Capacity < volume.Capacity)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The volume '{volume.Name}' is a device in use by a running VM, and cannot become smaller now.", "Stop the VM first.");
        }

        using var claim = core.Claims.Take(pool, volume.Name, writes: true, "resizing");
        await core.Calls.WorkAsync(pool.Definition, (driver, access, token) => driver.Volumes.ResizeAsync(access, volume, resize, progress, token), cancellationToken);
    }

    private async Task<VolumeUser?> LiveUserAsync(Pool pool, Volume volume, CancellationToken cancellationToken) =>
        (await core.Use.UsersOfAsync(pool, volume, cancellationToken)).FirstOrDefault(user => user is { Running: true, Reads: false, IsBacking: false, Vm: not null });

    private async Task<Volume> SettleAsync(Pool pool, Volume volume, CancellationToken cancellationToken)
    {
        var after = await core.Catalogue.GetAsync(pool, volume.Name, cancellationToken);
        core.Catalogue.Note(pool, volume.Name, after);
        core.Announce(EventKind.VolumeChanged, pool.Definition, volume.Name);
        return after;
    }
}
