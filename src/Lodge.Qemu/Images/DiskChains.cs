using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Qemu.Images;

/// <summary>Finds the files behind the disks of a definition.</summary>
internal static class DiskChains
{
    /// <summary>The files of one disk.</summary>
    /// <exception cref="Model.Errors.LodgeException">One is missing, unreadable, damaged or not supported.</exception>
    public static async Task<ImageChain> OfAsync(DiskDefinition disk, CancellationToken cancellationToken)
    {
        var role = $"disk '{disk.Name}'";
        if (disk.Source?.Resolved() is NetworkDiskSource server)
        {
            return ImageChain.OnServer(server, disk.Format ?? DiskFormat.Raw, disk.Encryption is not null);
        }

        var path = disk.Source?.Resolved() switch
        {
            FileDiskSource file => file.Path,
            BlockDiskSource block => block.Path,
            null => null,
            var other => throw new NotSupportedException($"No way to open a {other.GetType().Name}."),
        };
        return path is null || MayBeMissing(disk, path)
            ? ImageChain.Empty
            : EncryptedLayers.Settle(
                await ImageChainReader.ReadAsync(
                    path, disk.Format ?? await ImageChainReader.DetectFormatAsync(path, role, cancellationToken), role, cancellationToken),
                disk,
                role);
    }

    // Only a drive whose medium can be taken out may go without it.
    private static bool MayBeMissing(DiskDefinition disk, string path) =>
        disk is { StartupPolicy: StartupPolicy.Optional, Device: DiskDevice.Cdrom or DiskDevice.Floppy } && !File.Exists(path);

    /// <summary>The files of all disks, in order.</summary>
    /// <exception cref="Model.Errors.LodgeException">One is missing, unreadable, damaged or not supported.</exception>
    public static async Task<IReadOnlyList<ImageChain>> OfAsync(VmDefinition definition, CancellationToken cancellationToken)
    {
        var chains = new List<ImageChain>();
        foreach (var disk in definition.Disks)
        {
            chains.Add(await OfAsync(disk, cancellationToken));
        }

        return chains;
    }
}
