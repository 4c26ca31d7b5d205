using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Devices;
using Lodge.Storage.Backends.Lvm;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.LvmThin;

/// <summary>Volumes of a thin pool, which take room only where they were written.</summary>
/// <param name="lvm">Runs LVM.</param>
/// <param name="images">Runs qemu-img.</param>
internal sealed class LvmThinVolumes(LvmTool lvm, QemuImgRunner images) : DeviceVolumes(images)
{
    /// <summary>The volume group and the thin pool in it.</summary>
    public static (string Group, string Pool) PlaceOf(PoolAccess pool)
    {
        var backend = (LvmThinPoolBackend)pool.Definition.Backend;
        return (backend.VolumeGroup, backend.ThinPool);
    }

    public override async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var (group, thin) = PlaceOf(pool);
        return [.. (await lvm.ListAsync(group, cancellationToken)).Where(volume => IsIn(volume, thin)).Select(volume => Describe(pool, volume))];
    }

    public override async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken)
    {
        var (group, thin) = PlaceOf(pool);
        return await lvm.FindAsync(group, name, cancellationToken) is { } found && IsIn(found, thin) ? Describe(pool, found) : null;
    }

    public override async Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (group, thin) = PlaceOf(pool);
        var (name, bytes) = (plan.Request.Name, plan.Request.Capacity!.Value.Bytes);
        LvmNames.ThrowIfImpossible(name);
        ThrowIfEncrypted(pool, plan);
        if (!DeviceMapper.IsThere)
        {
            throw new LodgeException(LvmActivation.NoDeviceMapper);
        }

        var origin = await TwinAsync(group, thin, plan, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var arguments = origin is null ? LvmArguments.MakeThin(group, thin, name, bytes) : LvmArguments.CloneThin(group, origin.Name, name);
        await lvm.RunAsync($"make the volume '{name}'", arguments, CancellationToken.None);
        try
        {
            if (origin is not null && bytes > origin.Size)
            {
                await lvm.RunAsync($"resize the volume '{name}'", LvmArguments.Extend(group, name, bytes), cancellationToken);
            }
            else if (origin is null && plan.From is not null)
            {
                await FillAsync(pool, plan, $"/dev/{group}/{name}", progress, cancellationToken);
            }
        }
        catch
        {
            await lvm.RunAsync($"delete the volume '{name}'", LvmArguments.Delete(group, name), CancellationToken.None);
            throw;
        }
    }

    public override async Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var group = await lvm.GetGroupAsync(PlaceOf(pool).Group, cancellationToken);
        await LvmResize.RunAsync(lvm, group, volume, resize, cancellationToken);
    }

    public override async Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        ThrowIfOpen(volume);
        await lvm.RunAsync($"delete the volume '{volume.Name}'", LvmArguments.Delete(PlaceOf(pool).Group, volume.Name), cancellationToken);
    }

    // A raw copy of a volume in the same thin pool can share its blocks.
    private async Task<LvmVolume?> TwinAsync(string group, string thin, VolumePlan plan, CancellationToken cancellationToken) =>
        plan.From is { Format: VolumeFormat.Raw, SecretId: null } from
        && from.Source.HostPath() is { } path && Path.GetDirectoryName(path) == $"/dev/{group}"
        && await lvm.FindAsync(group, Path.GetFileName(path), cancellationToken) is { } found && IsIn(found, thin) ? found : null;

    private static bool IsIn(LvmVolume volume, string thin) => volume is { IsThin: true, IsDisk: true } && volume.ThinPool == thin;

    private static Volume Describe(PoolAccess pool, LvmVolume volume) =>
        Describe(pool, volume.Name, volume.Path, volume.Size, (long)(volume.Size * (volume.UsedPercent ?? 0) / 100));
}
