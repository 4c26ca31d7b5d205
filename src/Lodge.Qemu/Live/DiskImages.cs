using Lodge.Engine.Ports;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Snapshots;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>The images behind the disks of one QEMU.</summary>
/// <param name="session">Its monitor.</param>
/// <param name="nodes">Finds its images.</param>
/// <param name="onResized">Told after an image may have got another size.</param>
internal sealed class DiskImages(QmpSession session, BlockNodes nodes, Action onResized) : IVmDisks
{
    // Metadata of a growing image may have to be written anew.
    private static readonly TimeSpan ResizeDeadline = TimeSpan.FromMinutes(1);

    // A guest's last sector must be whole.
    private const long Sector = 512;

    public async Task ResizeAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(new BlockResizeCommand((await NodesOfAsync(disk, cancellationToken)).Image, Whole(bytes)), ResizeDeadline, cancellationToken);
        }
        finally
        {
            onResized();
        }
    }

    public async Task MarkAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken) => await session.ExecuteAsync(
        new BlockSetWriteThresholdCommand((await NodesOfAsync(disk, cancellationToken)).File, bytes), cancellationToken);

    // Snapshots change which image it is; what is no file of the host has none.
    private async Task<(string Image, string File)> NodesOfAsync(DiskDefinition disk, CancellationToken cancellationToken)
    {
        if (disk.Source?.HostPath() is not { } path)
        {
            var planned = DiskNodeNames.Layer(disk.Alias!, 0);
            return (planned, DiskNodeNames.Below(planned));
        }

        var image = await nodes.GetAsync(path, cancellationToken);
        return (image.Node, image.File);
    }

    private static long Whole(long bytes) => bytes > long.MaxValue - Sector ? bytes : (bytes + Sector - 1) / Sector * Sector;
}
