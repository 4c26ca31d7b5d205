using Lodge.Engine.Ports;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Live;

/// <summary>The images behind the disks of one QEMU.</summary>
internal sealed class DiskImages(QmpSession session) : IVmDisks
{
    // Metadata of a growing image may have to be written anew.
    private static readonly TimeSpan ResizeDeadline = TimeSpan.FromMinutes(1);

    // A guest's last sector must be whole.
    private const long Sector = 512;

    public Task ResizeAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken) => session.ExecuteAsync(
        new BlockResizeCommand(DiskNodeNames.Layer(disk.Alias!, 0), Whole(bytes)), ResizeDeadline, cancellationToken);

    public Task MarkAsync(DiskDefinition disk, long bytes, CancellationToken cancellationToken) => session.ExecuteAsync(
        new BlockSetWriteThresholdCommand(DiskNodeNames.Below(DiskNodeNames.Layer(disk.Alias!, 0)), bytes), cancellationToken);

    private static long Whole(long bytes) => bytes > long.MaxValue - Sector ? bytes : (bytes + Sector - 1) / Sector * Sector;
}
