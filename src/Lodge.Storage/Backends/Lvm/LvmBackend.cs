using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Storage;
using Lodge.Storage.Backends.FileSystem;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Pools that are volume groups of LVM.</summary>
/// <param name="lvm">Runs LVM.</param>
/// <param name="volumes">The volumes in them.</param>
internal sealed class LvmBackend(LvmTool lvm, LvmVolumes volumes) : IPoolDriver
{
    public PoolCapabilities Capabilities { get; } = new()
    {
        Formats = [VolumeFormat.Raw],
        Create = true,
        Resize = true,
        Transfer = true,
        Note = "A new volume has what was at its place before, but for its first bytes; wipe volumes before they are deleted where that matters.",
    };

    public IVolumeDriver Volumes => volumes;

    public async Task BuildAsync(PoolAccess pool, bool overwrite, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        var there = await lvm.FindGroupAsync(backend.VolumeGroup, cancellationToken);
        if (backend.Devices is not { Count: > 0 } devices)
        {
            _ = there ?? await lvm.GetGroupAsync(backend.VolumeGroup, cancellationToken);
            return;
        }

        if (there is not null)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"There is a volume group '{there.Name}' on this host already.", "Leave the devices out to use it, or choose another name.");
        }

        ThrowIfOccupied(devices, overwrite);
        await MakeAsync(backend.VolumeGroup, devices, cancellationToken);
    }

    public async Task<bool> IsStartedAsync(PoolAccess pool, CancellationToken cancellationToken) =>
        await lvm.FindGroupAsync(BackendOf(pool).VolumeGroup, cancellationToken) is not null;

    public Task StartAsync(PoolAccess pool, CancellationToken cancellationToken) => LvmActivation.StartAsync(lvm, BackendOf(pool).VolumeGroup, cancellationToken);

    public Task StopAsync(PoolAccess pool, CancellationToken cancellationToken) => LvmActivation.StopAsync(lvm, BackendOf(pool).VolumeGroup, cancellationToken);

    public async Task DeleteAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var backend = BackendOf(pool);
        if (await lvm.FindGroupAsync(backend.VolumeGroup, cancellationToken) is not { } group)
        {
            return;
        }

        if (group.Volumes > 0)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"The volume group '{group.Name}' has {group.Volumes} volumes.", "Delete these first.");
        }

        var devices = LvmReport.Read(await lvm.RunAsync("list devices", LvmArguments.Devices(group.Name), cancellationToken)).Devices ?? [];
        await lvm.RunAsync($"delete the volume group '{group.Name}'", LvmArguments.DeleteGroup(group.Name), cancellationToken);
        foreach (var device in devices)
        {
            await lvm.RunAsync($"give up the device '{device.Name}'", LvmArguments.ForgetDevice(device.Name), CancellationToken.None);
        }
    }

    public async Task<PoolMeasure> MeasureAsync(PoolAccess pool, CancellationToken cancellationToken)
    {
        var group = await lvm.GetGroupAsync(BackendOf(pool).VolumeGroup, cancellationToken);
        return new PoolMeasure(new PoolRoom(group.Size, group.Size - group.Free, group.Free), Capabilities, LvmActivation.Missing(group));
    }

    // A device that was nobody's before is nobody's again when the group does not come about.
    private async Task MakeAsync(string group, IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        var made = new List<string>();
        try
        {
            foreach (var device in devices)
            {
                await lvm.RunAsync($"use the device '{device}'", LvmArguments.MakeDevice(device), cancellationToken);
                made.Add(device);
            }

            await lvm.RunAsync($"make the volume group '{group}'", LvmArguments.MakeGroup(group, devices), cancellationToken);
        }
        catch
        {
            foreach (var device in made)
            {
                await lvm.RunAsync($"give up the device '{device}'", LvmArguments.ForgetDevice(device), CancellationToken.None);
            }

            throw;
        }
    }

    private static void ThrowIfOccupied(IEnumerable<string> devices, bool overwrite)
    {
        foreach (var device in devices)
        {
            try
            {
                if (FileSystemSignature.Of(device) is { } there && !overwrite)
                {
                    throw new LodgeException(
                        ErrorCode.InvalidState, $"The device '{device}' has something on it already ({there}).", "If it may be thrown away, build the pool with --overwrite.");
                }
            }
            catch (LinuxException refused)
            {
                throw new LodgeException(ErrorCode.FileNotAccessible, $"The device '{device}' cannot be opened: {refused.Message}.", "Correct its name in the pool's definition.", refused);
            }
        }
    }

    private static LvmPoolBackend BackendOf(PoolAccess pool) => (LvmPoolBackend)pool.Definition.Backend;
}
