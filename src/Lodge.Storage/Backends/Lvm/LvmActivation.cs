using Lodge.Model.Errors;

namespace Lodge.Storage.Backends.Lvm;

/// <summary>Shows the volumes of a group as devices of the host, and hides them again.</summary>
internal static class LvmActivation
{
    /// <summary>What is missing on a kernel that cannot show volumes.</summary>
    public static LodgeError NoDeviceMapper { get; } = new(
        ErrorCode.Unsupported,
        "This kernel has no device-mapper: volumes of LVM can be made, resized and deleted, but nobody can read or write them.",
        "Load its module with 'modprobe dm-mod', or use a kernel that has it.");

    /// <exception cref="LodgeException">There is no such group, or a volume cannot be shown.</exception>
    public static async Task StartAsync(LvmTool lvm, string group, CancellationToken cancellationToken)
    {
        await lvm.GetGroupAsync(group, cancellationToken);
        if (await DeviceMapper.LoadAsync(cancellationToken))
        {
            await lvm.RunAsync($"activate the volume group '{group}'", LvmArguments.Activate(group, on: true), cancellationToken);
        }
    }

    /// <summary>Volumes that the host itself uses, such as its own root, stay.</summary>
    /// <exception cref="LodgeException">A volume cannot be hidden, and nobody has one open.</exception>
    public static async Task StopAsync(LvmTool lvm, string group, CancellationToken cancellationToken)
    {
        if (!DeviceMapper.IsThere || await lvm.FindGroupAsync(group, cancellationToken) is null)
        {
            return;
        }

        try
        {
            await lvm.RunAsync($"deactivate the volume group '{group}'", LvmArguments.Activate(group, on: false), cancellationToken);
        }
        catch (LodgeException)
        {
            if (!(await lvm.ListAsync(group, cancellationToken)).Any(volume => volume.DeviceOpen == "open"))
            {
                throw;
            }
        }
    }

    /// <summary>What a group lacks; null for nothing.</summary>
    public static LodgeError? Missing(LvmGroup group) => group.MissingDevices > 0
        ? new LodgeError(
            ErrorCode.StorageFailed,
            $"The volume group '{group.Name}' lacks {group.MissingDevices} of its devices.",
            $"See why they are gone: 'vgs -o +devices {group.Name}', 'dmesg'.")
        : DeviceMapper.IsThere ? null : NoDeviceMapper;
}
