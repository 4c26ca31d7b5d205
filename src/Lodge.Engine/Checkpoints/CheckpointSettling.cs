using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Checkpoints;

/// <summary>
/// Brings checkpoints and the bitmaps in the images together: removes bitmaps that nobody needs, and finds out which
/// checkpoints cannot be trusted any more. Safe to repeat. The caller holds the VM.
/// </summary>
internal sealed partial class CheckpointSettling(VmCore core, CheckpointBook book, IImageBitmaps stopped, ILogger logger)
{
    /// <summary>Removes what is left over, and looks at what is there. A failure is left to the next time.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="live">Its QEMU; null for none.</param>
    /// <param name="hasMoved">Whether a disk is in another image now, which may have bitmaps of checkpoints that were found broken before.</param>
    public async Task SettleQuietlyAsync(Guid vmId, LiveVm? live, bool hasMoved = false)
    {
        if (book.Of(vmId).IsEmpty)
        {
            return;
        }

        try
        {
            await CheckAsync(vmId, live, CancellationToken.None);
            if (hasMoved && book.Of(vmId) is var set && set.Checkpoints.Where(checkpoint => checkpoint.Problem is not null).SelectMany(checkpoint => checkpoint.Disks).ToList() is { Count: > 0 } useless)
            {
                await book.SaveAsync(set.Drop(useless));
            }

            await SweepAsync(vmId, live, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            SettledLater(logger, core.Inventory.Find(vmId)?.Name ?? vmId.ToString(), failure.Message);
        }
    }

    /// <summary>Removes the bitmaps that nobody needs.</summary>
    /// <exception cref="LodgeException">It cannot be done now.</exception>
    public async Task SweepAsync(Guid vmId, LiveVm? live, CancellationToken cancellationToken)
    {
        var set = book.Of(vmId);
        if (set.Unneeded.Count == 0)
        {
            return;
        }

        var definition = DefinitionOf(vmId, live);
        var needed = set.Checkpoints.Where(checkpoint => checkpoint.Problem is null).SelectMany(checkpoint => checkpoint.Disks).ToHashSet();
        var places = set.Unneeded.Where(item => !needed.Contains(item)).Select(item => PlaceOf(definition, item)).OfType<BitmapPlace>().ToList();
        if (places.Count > 0)
        {
            await BitmapsOf(live).RemoveAsync(places, cancellationToken);
        }

        await book.SaveAsync(book.Of(vmId) with { Unneeded = [] });
    }

    /// <summary>Marks the checkpoints whose bitmaps are not there, or have gaps.</summary>
    /// <exception cref="LodgeException">An image cannot be read.</exception>
    public async Task CheckAsync(Guid vmId, LiveVm? live, CancellationToken cancellationToken)
    {
        var set = book.Of(vmId);
        if (set.Checkpoints.All(checkpoint => checkpoint.Problem is not null))
        {
            return;
        }

        // Where a volume is that was never found, is not known before the VM runs: nothing is known of its bitmaps either.
        var definition = DefinitionOf(vmId, live);
        var unknown = definition.Disks.Where(disk => disk.Source is { } source && source.Resolved() is null).Select(disk => disk.Name).ToHashSet();
        var trusted = set.Checkpoints.Where(checkpoint => checkpoint.Problem is null && !checkpoint.Disks.Any(item => unknown.Contains(item.Disk))).ToList();
        var disks = new Dictionary<string, IReadOnlyList<ImageBitmap>?>();
        foreach (var disk in trusted.SelectMany(checkpoint => checkpoint.Disks).Select(item => item.Disk).Distinct())
        {
            disks[disk] = await ReadAsync(definition, disk, live, cancellationToken);
        }

        var broken = trusted.Select(checkpoint => (checkpoint.Id, Problem: ProblemOf(checkpoint, disks))).Where(item => item.Problem is not null)
            .ToDictionary(item => item.Id, item => item.Problem!);
        if (broken.Count > 0)
        {
            await MarkAsync(vmId, set, broken);
        }
    }

    /// <summary>
    /// Marks all checkpoints of a VM whose images are about to show another state, and removes their bitmaps, which would look
    /// sound there. The VM is stopped.
    /// </summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="problem">What becomes of the disks, in words.</param>
    public async Task BreakAsync(Guid vmId, string problem)
    {
        var set = book.Of(vmId);
        var broken = set.Checkpoints.Where(checkpoint => checkpoint.Problem is null).ToDictionary(checkpoint => checkpoint.Id, _ => problem);
        if (broken.Count > 0)
        {
            await MarkAsync(vmId, set, broken);
        }

        await SettleQuietlyAsync(vmId, null, hasMoved: true);
    }

    /// <summary>The bitmaps to work on: of the QEMU that runs, or those in images that none has open.</summary>
    public IImageBitmaps BitmapsOf(LiveVm? live) => live?.Process.Bitmaps ?? stopped;

    /// <summary>Where a disk's bitmap is; null when the VM has no such disk now, or one whose image can have none.</summary>
    public static BitmapPlace? PlaceOf(VmDefinition definition, DiskBitmap item) =>
        definition.Disks.FirstOrDefault(disk => disk.Name == item.Disk) is { } disk && CheckpointPlan.IsFit(disk)
            ? new BitmapPlace(disk.Source!.HostPath()!, item.Bitmap) : null;

    /// <summary>The VM as it runs, or as it would.</summary>
    public VmDefinition DefinitionOf(Guid vmId, LiveVm? live) => live?.Intent.Definition ?? core.Inventory.Get(vmId).Definition;

    private async Task<IReadOnlyList<ImageBitmap>?> ReadAsync(VmDefinition definition, string disk, LiveVm? live, CancellationToken cancellationToken) =>
        PlaceOf(definition, new DiskBitmap(disk, "")) is { } place ? await BitmapsOf(live).ListAsync(place.Path, cancellationToken) : null;

    private static string? ProblemOf(Checkpoint checkpoint, Dictionary<string, IReadOnlyList<ImageBitmap>?> disks)
    {
        foreach (var (disk, bitmap) in checkpoint.Disks)
        {
            var problem = disks[disk] switch
            {
                null => $"disk {disk} is gone, or in an image of another kind",
                var there when there.FirstOrDefault(item => item.Name == bitmap) is { } found => found.IsSound
                    ? null : $"what was written to disk {disk} was not noted: its QEMU was killed, or another program wrote to the image",
                _ => $"the image of disk {disk} has no bitmap of it: its QEMU was killed before it was stored, or the disk is in an image without",
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    // A bitmap with gaps is of no use to anybody, and QEMU does not resize an image that has one.
    private async Task MarkAsync(Guid vmId, VmCheckpoints set, Dictionary<Guid, string> broken)
    {
        var gone = set.Checkpoints.Where(checkpoint => broken.ContainsKey(checkpoint.Id)).ToList();
        var marked = set with
        {
            Checkpoints = [.. set.Checkpoints.Select(item => broken.GetValueOrDefault(item.Id) is { } problem ? item with { Problem = problem } : item)],
        };
        await book.SaveAsync(marked.Drop(gone.SelectMany(checkpoint => checkpoint.Disks)));
        var vm = core.Inventory.Get(vmId);
        foreach (var checkpoint in gone)
        {
            Broken(logger, checkpoint.Name, vm.Name, broken[checkpoint.Id]);
            core.States.Announce(EventKind.CheckpointBroken, vm, checkpoint.Name);
        }
    }

    [LoggerMessage(2751, LogLevel.Warning, "No backup may begin from checkpoint {Checkpoint} of VM {Vm} any more: {Problem}")]
    private static partial void Broken(ILogger logger, string checkpoint, string vm, string problem);

    [LoggerMessage(2752, LogLevel.Warning, "The checkpoints of VM {Vm} could not be compared with its images and are looked at later: {Problem}")]
    private static partial void SettledLater(ILogger logger, string vm, string problem);
}
