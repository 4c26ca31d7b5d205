using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.Devices;
using Lodge.Storage.QemuImg;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Volumes of a volume group that have all their room from the start.</summary>
/// <param name="lvm">Runs LVM.</param>
/// <param name="images">Runs qemu-img.</param>
internal sealed class LvmVolumes(LvmTool lvm, QemuImgRunner images) : DeviceVolumes(images)
{
    public override async Task<IReadOnlyList<Volume>> ListAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        [.. (await lvm.ListAsync(GroupOf(pool), cancellationToken)).Where(volume => volume.IsDisk).Select(volume => Describe(pool, volume))];

    public override async Task<Volume?> FindAsync(PoolAccess pool, string name, VolumeFormat? known, CancellationToken cancellationToken) =>
        await lvm.FindAsync(GroupOf(pool), name, cancellationToken) is { IsDisk: true } found ? Describe(pool, found) : null;

    public override async Task CreateAsync(PoolAccess pool, VolumePlan plan, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (group, name, bytes) = (GroupOf(pool), plan.Request.Name, plan.Request.Capacity!.Value.Bytes);
        LvmNames.ThrowIfImpossible(name);
        ThrowIfEncrypted(pool, plan);
        if (!DeviceMapper.IsThere && plan.From is not null)
        {
            throw new LodgeException(LvmActivation.NoDeviceMapper);
        }

        var arguments = DeviceMapper.IsThere ? LvmArguments.Make(group, name, bytes) : LvmArguments.MakeUnseen(group, name, bytes);
        cancellationToken.ThrowIfCancellationRequested();
        await lvm.RunAsync($"make the volume '{name}'", arguments, CancellationToken.None);
        if (plan.From is null)
        {
            return;
        }

        try
        {
            await FillAsync(pool, plan, $"/dev/{group}/{name}", progress, cancellationToken);
        }
        catch
        {
            await lvm.RunAsync($"delete the volume '{name}'", LvmArguments.Delete(group, name), CancellationToken.None);
            throw;
        }
    }

    public override async Task ResizeAsync(PoolAccess pool, Volume volume, VolumeResize resize, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var group = await lvm.GetGroupAsync(GroupOf(pool), cancellationToken);
        await LvmResize.RunAsync(lvm, group, volume, resize, cancellationToken);
    }

    public override async Task DeleteAsync(PoolAccess pool, Volume volume, CancellationToken cancellationToken)
    {
        ThrowIfOpen(volume);
        await lvm.RunAsync($"delete the volume '{volume.Name}'", LvmArguments.Delete(GroupOf(pool), volume.Name), cancellationToken);
    }

    private static Volume Describe(PoolAccess pool, LvmVolume volume) => Describe(
        pool, volume.Name, volume.Path, volume.Size, volume is { IsThin: true, UsedPercent: { } used } ? (long)(volume.Size * used / 100) : null);

    private static string GroupOf(PoolAccess pool) => ((LvmPoolBackend)pool.Definition.Backend).VolumeGroup;
}
