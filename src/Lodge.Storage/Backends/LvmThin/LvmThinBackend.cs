using System.Globalization;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Lvm;

namespace Lodge.Storage.Backends.LvmThin;

/// <summary>Pools that are thin pools of LVM.</summary>
/// <param name="lvm">Runs LVM.</param>
/// <param name="volumes">The volumes in them.</param>
internal sealed class LvmThinBackend(LvmTool lvm, LvmThinVolumes volumes) : IPoolDriver
{
    // The rest stays free for the pool's tables to grow, and for repairing them.
    private const int BuiltPercent = 95;

    // Where its tables are full, a thin pool takes no writes any more, however much room it has.
    private const double MostTablesPercent = 90;

    public PoolCapabilities Capabilities { get; } = new()
    {
        Formats = [VolumeFormat.Raw],
        Create = true,
        Resize = true,
        Thin = true,
        FastClones = true,
        Transfer = true,
        Note = "Full clones share their blocks with what they were made of, and outlive it.",
    };

    public IVolumeDriver Volumes => volumes;

    public async Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken)
    {
        var (group, name) = LvmThinVolumes.PlaceOf(pool);
        await lvm.GetGroupAsync(group, cancellationToken);
        if (await lvm.FindAsync(group, name, cancellationToken) is not null)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The volume group '{group}' has a '{name}' already.", "Start the pool as it is if that is a thin pool, or choose another name.");
        }

        if (!await DeviceMapper.LoadAsync(cancellationToken))
        {
            throw new LodgeException(ErrorCode.Unsupported, "This kernel has no device-mapper, without which LVM makes no thin pools.", "Load its modules with 'modprobe dm-thin-pool', or use a kernel that has them.");
        }

        await lvm.RunAsync($"make the thin pool '{name}'", LvmArguments.MakeThinPool(group, name, BuiltPercent), cancellationToken);
    }

    public async Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var (group, name) = LvmThinVolumes.PlaceOf(pool);
        return await lvm.FindAsync(group, name, cancellationToken) is not null;
    }

    public async Task StartAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        await PoolOfAsync(pool, cancellationToken);
        await LvmActivation.StartAsync(lvm, LvmThinVolumes.PlaceOf(pool).Group, cancellationToken);
    }

    public async Task StopAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var (group, name) = LvmThinVolumes.PlaceOf(pool);
        if (!DeviceMapper.IsThere || await lvm.FindAsync(group, name, cancellationToken) is null)
        {
            return;
        }

        foreach (var volume in (await lvm.ListAsync(group, cancellationToken)).Where(volume => volume.ThinPool == name && volume.DeviceOpen != "open"))
        {
            await lvm.RunAsync($"deactivate the volume '{volume.Name}'", LvmArguments.Deactivate(group, volume.Name), cancellationToken);
        }
    }

    public async Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var (group, name) = LvmThinVolumes.PlaceOf(pool);
        if (await lvm.FindGroupAsync(group, cancellationToken) is null || await lvm.FindAsync(group, name, cancellationToken) is null)
        {
            return;
        }

        if ((await lvm.ListAsync(group, cancellationToken)).Count(volume => volume.ThinPool == name) is > 0 and var count)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The thin pool '{group}/{name}' has {count} volumes.", "Delete these first.");
        }

        await lvm.RunAsync($"delete the thin pool '{name}'", LvmArguments.Delete(group, name), cancellationToken);
    }

    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var group = await lvm.GetGroupAsync(LvmThinVolumes.PlaceOf(pool).Group, cancellationToken);
        return Measure(await PoolOfAsync(pool, cancellationToken), LvmActivation.Missing(group), Capabilities);
    }

    /// <summary>What a report on a thin pool says of its room.</summary>
    public static PoolMeasure Measure(LvmVolume thin, LodgeError? missing, PoolCapabilities capabilities)
    {
        var used = (long)(thin.Size * (thin.UsedPercent ?? 0) / 100);
        var tables = thin.UsedTablesPercent is not { } share || share < MostTablesPercent ? null : new LodgeError(
            ErrorCode.InsufficientResources,
            string.Create(CultureInfo.InvariantCulture, $"The tables of the thin pool '{thin.Name}' are {share:0.#} % full; when they are full, nothing can be written in it any more."),
            "Make them larger: lvextend --poolmetadatasize +1G GROUP/POOL");
        return new PoolMeasure(new PoolRoom(thin.Size, used, thin.Size - used), capabilities, missing ?? tables);
    }

    private async Task<LvmVolume> PoolOfAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var (group, name) = LvmThinVolumes.PlaceOf(pool);
        await lvm.GetGroupAsync(group, cancellationToken);
        return await lvm.FindAsync(group, name, cancellationToken) is { } found && found.Layout.Split(',') is var words && words.Contains("thin") && words.Contains("pool")
            ? found
            : throw new LodgeException(ErrorCode.FileNotFound, $"The volume group '{group}' has no thin pool '{name}'.", "Make it with 'lodge pool build', or by hand: lvcreate --type thin-pool");
    }
}
