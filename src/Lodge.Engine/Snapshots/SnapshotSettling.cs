using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Snapshots;

/// <summary>Brings the durable record and the world outside together again, after a failure or a restart. Safe to repeat.</summary>
internal sealed partial class SnapshotSettling(VmCore core, SnapshotBook book, SnapshotPorts ports, ILogger logger)
{
    // A QEMU that is killed ends in a moment; its monitor breaks before that.
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    private readonly LayerReturning _returning = new(core, book, ports.Layers);

    /// <summary>Finishes or undoes what was under way. The caller holds the VM.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="live">Its QEMU; null when it has none.</param>
    /// <param name="cancellationToken">Ends the copying.</param>
    /// <exception cref="LodgeException">It cannot be done now; nothing is lost.</exception>
    public async Task SettleAsync(Guid vmId, LiveVm? live, CancellationToken cancellationToken)
    {
        switch (book.Of(vmId).Work)
        {
            case { Kind: SnapshotWorkKind.Switching }:
                await SettleSwitchAsync(vmId, live);
                break;
            case { Kind: SnapshotWorkKind.BringingBack } work when live is null:
                await ApplyTagsAsync(vmId, work.SnapshotId, cancellationToken);
                await ports.Files.BringBackAsync(vmId, work.SnapshotId, cancellationToken);
                await book.SaveAsync(book.Of(vmId) with { Work = null });
                break;
        }

        if (live is not null)
        {
            await _returning.SettleAsync(vmId, live, cancellationToken);
        }
    }

    /// <summary>Removes internal snapshots that failed; what cannot be done now is left to the next work on the VM. The caller holds the VM.</summary>
    public async Task RemoveQuietlyAsync(Guid vmId, IEnumerable<ImageTag> tags)
    {
        foreach (var tag in tags.Intersect(book.Of(vmId).LooseTags ?? []).ToList())
        {
            try
            {
                await (core.Live.Find(vmId) is { } live
                    ? live.Process.Blocks.DeleteTagAsync(tag.Path, tag.Tag, CancellationToken.None)
                    : ports.Layers.DeleteTagAsync(tag.Path, tag.Tag, CancellationToken.None));
                await book.SaveAsync(book.Of(vmId).Fasten([tag]));
            }
            catch (LodgeException failure)
            {
                SettledLater(logger, core.Inventory.Find(vmId)?.Name ?? vmId.ToString(), failure.Message);
            }
        }
    }

    // The disks' images are those that the definition names, which became so in the step that noted this work. Their bitmaps stay
    // as they are when an image is brought back, and say nothing of what changes then.
    private async Task ApplyTagsAsync(Guid vmId, Guid snapshotId, CancellationToken cancellationToken)
    {
        var snapshot = book.Of(vmId).Snapshots.First(snapshot => snapshot.Id == snapshotId);
        if (snapshot.IsInternal)
        {
            await core.Checkpoints.BreakAsync(vmId, $"the VM went back to snapshot '{snapshot.Name}', which is within its images");
        }

        var disks = core.Inventory.Get(vmId).Definition.Disks;
        foreach (var item in snapshot.Disks.Where(item => item.Tag is not null))
        {
            await ports.Layers.ApplyTagAsync(disks.First(disk => disk.Name == item.Disk).Source!.HostPath()!, item.Tag!, cancellationToken);
        }
    }

    /// <summary>Settles what was under way when a VM's QEMU ended. The caller holds the VM.</summary>
    public async Task SettleGoneAsync(Guid vmId)
    {
        try
        {
            await SettleAsync(vmId, null, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            SettledLater(logger, core.Inventory.Find(vmId)?.Name ?? vmId.ToString(), failure.Message);
        }
    }

    /// <summary>Asks QEMU whether it was switched to the images of the snapshot that is under way, and has the record say the same.</summary>
    /// <returns>Whether the snapshot stands.</returns>
    public async Task<bool> SettleSwitchAsync(Guid vmId, LiveVm? live)
    {
        var set = book.Of(vmId);
        if (set.Work is not { Kind: SnapshotWorkKind.Switching } work || set.Snapshots.FirstOrDefault(item => item.Id == work.SnapshotId) is not { } snapshot)
        {
            return false;
        }

        var forward = ForwardOf(vmId, snapshot);
        var disk = live?.Intent.Definition.Disks.First(item => item.Name == snapshot.Disks[0].Disk);
        if (live is null || await WritesToAsync(live, disk!, forward[snapshot.Disks[0].Path].Path) is not { } isSwitched)
        {
            // The guest may have written to the new images: they stay. The snapshot was never promised to anybody.
            await book.SaveAsync(set.Without(snapshot.Id) with { Work = null });
            await ports.Files.DeleteAsync(vmId, snapshot.Id, CancellationToken.None);
            return false;
        }

        if (isSwitched)
        {
            await FinishSwitchAsync(vmId, live, forward);
            return true;
        }

        var back = snapshot.Disks.ToDictionary(item => forward[item.Path].Path, item => new LayerFile(item.Path, item.Format));
        await book.SaveAsync(
            Undone(set, snapshot, back.Keys) with { Work = null }, DiskRedirection.With(core.Inventory.Get(vmId).Definition, back));
        return false;
    }

    // Null when QEMU is gone.
    private static async Task<bool?> WritesToAsync(LiveVm live, DiskDefinition disk, string path)
    {
        try
        {
            return live.Process.Exited.IsCompleted ? null : await live.Process.Blocks.WritesToAsync(disk, path, CancellationToken.None);
        }
        catch (LodgeException)
        {
            await Task.WhenAny(live.Process.Exited, Task.Delay(Ending));
            if (live.Process.Exited.IsCompleted)
            {
                return null;
            }

            throw;
        }
    }

    /// <summary>Has everybody know that a QEMU was switched to new images.</summary>
    public async Task FinishSwitchAsync(Guid vmId, LiveVm live, IReadOnlyDictionary<string, LayerFile> forward)
    {
        var running = DiskRedirection.With(live.Intent.Definition, forward);
        var vm = core.Inventory.Get(vmId);
        var revision = DefinitionDifference.Same(running, vm.Definition) ? vm.Revision : 0;
        live.Amend(intent => intent with { Definition = running, Revision = revision });
        core.Inventory.Update(vmId, now => now with
        {
            Runtime = now.Runtime is null ? null : now.Runtime with { Definition = running, DefinitionRevision = revision },
        });
        await book.SaveAsync(book.Of(vmId) with { Work = null });
    }

    /// <summary>Gives back what was made for a snapshot that failed, unless the snapshot stands.</summary>
    public async Task GiveBackAsync(Guid vmId, Guid snapshotId)
    {
        if (book.Of(vmId).Snapshots.All(snapshot => snapshot.Id != snapshotId))
        {
            await ports.Files.DeleteAsync(vmId, snapshotId, CancellationToken.None);
            await GiveBackImagesAsync(vmId);
        }
    }

    /// <summary>Gives back new images that never came to be used.</summary>
    public Task GiveBackImagesAsync(Guid vmId)
    {
        var set = book.Of(vmId);
        return book.SaveAsync(set with
        {
            Layers = [.. set.Layers.Select(layer => layer.State == LayerState.Making ? layer with { State = LayerState.Unneeded } : layer)],
        });
    }

    private IReadOnlyDictionary<string, LayerFile> ForwardOf(Guid vmId, Snapshot snapshot)
    {
        var disks = core.Inventory.Get(vmId).Definition.Disks;
        return snapshot.Disks.ToDictionary(
            item => item.Path,
            item => new LayerFile(disks.First(disk => disk.Name == item.Disk).Source!.HostPath()!, DiskFormat.Qcow2));
    }

    private static VmSnapshots Undone(VmSnapshots set, Snapshot snapshot, IEnumerable<string> overlays) => (set with
    {
        Snapshots = [.. set.Snapshots.Where(item => item.Id != snapshot.Id)],
        CurrentId = snapshot.ParentId,
    }).Mark(overlays, LayerState.Unneeded);

    /// <summary>Notes that QEMU was switched though it seemed to refuse.</summary>
    public void NoteLateSwitch(string vm, Exception failure) => SwitchedLate(logger, vm, failure.Message);

    /// <summary>Notes that a guest stays frozen until the promise to thaw it is kept.</summary>
    public void NoteLateThaw(string vm, Exception failure) => ThawsLate(logger, vm, failure.Message);

    [LoggerMessage(2704, LogLevel.Warning, "What was under way with the snapshots of VM {Vm} when its QEMU ended is settled later: {Problem}")]
    private static partial void SettledLater(ILogger logger, string vm, string problem);

    [LoggerMessage(2701, LogLevel.Warning, "The QEMU of VM {Vm} was switched to its snapshot's images though the answer got lost: {Problem}")]
    private static partial void SwitchedLate(ILogger logger, string vm, string problem);

    [LoggerMessage(2702, LogLevel.Warning, "The guest of VM {Vm} could not be thawed after its snapshot and is thawed later: {Problem}")]
    private static partial void ThawsLate(ILogger logger, string vm, string problem);
}
