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
        return disk.Source switch
        {
            FileDiskSource { Path: var path } => await ImageChainReader.ReadAsync(
                path, disk.Format ?? await ImageChainReader.DetectFormatAsync(path, role, cancellationToken), role, cancellationToken),
            _ => throw new NotSupportedException($"No way to open a {disk.Source?.GetType().Name}."),
        };
    }

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
