using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Checkpoints;

/// <summary>Has bitmaps go along when a disk goes on in another image. The caller holds the VM.</summary>
internal sealed partial class CheckpointCarrying(CheckpointBook book, CheckpointSettling settling, ILogger logger)
{
    /// <summary>Whether a checkpoint counts on a disk's bitmaps.</summary>
    public bool HasAny(Guid vmId, string disk) => book.Of(vmId).BitmapsOf(disk).Count > 0;

    /// <summary>The bitmaps that a new image on top of a disk's present one has to go on with; those that cannot be trusted are found out before.</summary>
    /// <exception cref="LodgeException">An image cannot be read.</exception>
    public async Task<Func<string, IReadOnlyList<string>>> TrustedAsync(Guid vmId, LiveVm? live, CancellationToken cancellationToken)
    {
        await settling.CheckAsync(vmId, live, cancellationToken);
        return book.Of(vmId).BitmapsOf;
    }

    /// <summary>Copies a stopped VM's bitmaps into the new image on top of a disk's present one.</summary>
    /// <exception cref="LodgeException">It failed.</exception>
    public async Task CarryAsync(OverlaySwitch overlay, CancellationToken cancellationToken)
    {
        if (overlay.Bitmaps.Count > 0)
        {
            await settling.BitmapsOf(null).CarryAsync(overlay.Disk.Source!.HostPath()!, overlay.Path, overlay.Bitmaps, cancellationToken);
        }
    }

    /// <summary>
    /// Copies a disk's bitmaps into the image that it goes on in, and to which nobody writes at this moment. Where that does
    /// not work, the disk goes on all the same, and the checkpoints are found broken afterwards.
    /// </summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="live">Its QEMU; null for none.</param>
    /// <param name="disk">Name of the disk.</param>
    /// <param name="from">Absolute path of its present image; null where it has none.</param>
    /// <param name="to">Absolute path of the next one; null where it has none.</param>
    /// <param name="format">How that one is laid out.</param>
    public async Task CarryAsync(Guid vmId, LiveVm? live, string disk, string? from, string? to, DiskFormat format)
    {
        if (from is null || to is null || format != DiskFormat.Qcow2 || book.Of(vmId).BitmapsOf(disk) is not { Count: > 0 } bitmaps)
        {
            return;
        }

        try
        {
            await settling.BitmapsOf(live).CarryAsync(from, to, bitmaps, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            Lost(logger, disk, failure.Message);
        }
    }

    [LoggerMessage(2754, LogLevel.Warning, "The bitmaps of disk {Disk} could not go along to its other image: {Problem}")]
    private static partial void Lost(ILogger logger, string disk, string problem);
}
