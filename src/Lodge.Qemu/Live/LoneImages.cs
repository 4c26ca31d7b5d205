using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>
/// Images on servers, which must stand alone: QEMU is told not to look for an image below. Whether one is named is known
/// only once QEMU has opened it, and the guest would read zeros where the lower one has data.
/// </summary>
internal static class LoneImages
{
    /// <summary>Looks at what QEMU has opened, before a guest reads it.</summary>
    /// <param name="session">The monitor.</param>
    /// <param name="disks">The disks.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.BadFile"/>: an image names another that it is based on.</exception>
    public static async Task CheckAsync(QmpSession session, IEnumerable<DiskDefinition> disks, CancellationToken cancellationToken)
    {
        var onServers = disks.Where(disk => disk is { Format: DiskFormat.Qcow2, Alias: not null } && disk.Source?.Resolved() is NetworkDiskSource)
            .ToDictionary(disk => DiskNodeNames.Layer(disk.Alias!, 0), StringComparer.Ordinal);
        if (onServers.Count == 0)
        {
            return;
        }

        foreach (var node in await session.ExecuteAsync(new QueryNamedBlockNodesCommand(flat: true), cancellationToken))
        {
            if (node.Image.BackingFilename is { Length: > 0 } below && node.NodeName is { } name && onServers.TryGetValue(name, out var disk))
            {
                throw new LodgeException(
                    ErrorCode.BadFile,
                    $"The image '{disk.Source!.Describe()}' (disk '{disk.Name}') is based on '{below}', and images on servers must stand alone.",
                    "Flatten it where both are ('qemu-img rebase -b \"\"'), or copy it into a pool of files.");
            }
        }
    }
}
