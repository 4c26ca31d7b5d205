using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>
/// Decides which image each disk of a VM gets that goes back to a snapshot. An external one gets a new image on top of the frozen
/// one. An internal one is brought back within its image when nobody needs what else that image shows; else in a copy of the
/// image's file, which has the same internal snapshots.
/// </summary>
internal sealed class RevertPlacing(VmCore core, SnapshotBook book, IDiskLayers layers, LayerUse use)
{
    /// <summary>Decides, without changing anything.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="definition">The VM's definition of then.</param>
    /// <param name="cancellationToken">Ends the looking into images.</param>
    /// <exception cref="LodgeException">An image is gone, or has lost its internal snapshot.</exception>
    public async Task<RevertPlaces> DecideAsync(Vm vm, Snapshot snapshot, VmDefinition definition, CancellationToken cancellationToken)
    {
        var disks = snapshot.Disks.Select(item => (Item: item, Disk: definition.Disks.First(disk => disk.Name == item.Disk))).ToList();
        var external = disks.Where(pair => pair.Item.Tag is null).Select(pair => pair.Disk);
        var overlays = SnapshotPlan.OverlaysOf(external, snapshot.Name);
        if (!snapshot.IsInternal)
        {
            return new RevertPlaces(overlays, []);
        }

        var needed = await NeededAsync(vm.Id, cancellationToken);
        var copies = new List<ImageCopy>();
        foreach (var (item, disk) in disks.Where(pair => pair.Item.Tag is not null))
        {
            var tags = await layers.ReadTagsAsync(new LayerFile(item.Path, item.Format), cancellationToken);
            if (!tags.Contains(item.Tag!))
            {
                throw new LodgeException(
                    ErrorCode.BadFile,
                    $"The image '{item.Path}' of disk '{item.Disk}' is gone, or has no internal snapshot '{item.Tag}' any more.",
                    $"Bring the image back from a backup, or delete the snapshot: 'lodge snapshot delete {vm.Name} {snapshot.Name}'.");
            }

            if (needed.Contains(item.Path))
            {
                ThrowIfWritten(vm, item);
                var path = SnapshotDisks.PathAbove(item.Path, snapshot.Name, Guid.NewGuid().ToString("N"));
                copies.Add(new ImageCopy(disk, path, [.. tags.Select(tag => new ImageTag(path, item.Disk, tag))]));
            }
        }

        return new RevertPlaces(overlays, copies);
    }

    // Images whose present contents somebody needs: external snapshots, what stands on them, and other VMs and volumes.
    private async Task<IReadOnlySet<string>> NeededAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(await use.ElsewhereAsync(vmId, cancellationToken));
        foreach (var disk in book.Of(vmId).Snapshots.SelectMany(snapshot => snapshot.Disks))
        {
            var chain = await layers.ReadChainAsync(new LayerFile(disk.Path, disk.Format), cancellationToken);
            needed.UnionWith(chain.Skip(disk.Tag is null ? 0 : 1).Select(file => file.Path));
        }

        return needed;
    }

    private void ThrowIfWritten(Vm vm, DiskSnapshot item)
    {
        if (core.Live.Find(vm.Id) is { } live && live.Intent.Definition.Disks.Any(disk => disk.Source?.HostPath() == item.Path))
        {
            throw new LodgeException(
                ErrorCode.ImageInUse,
                $"Another image stands on '{item.Path}', so that disk '{item.Disk}' goes back in a copy of it; but the guest writes to it now.",
                $"Stop the VM first: 'lodge shutdown {vm.Name}'.");
        }
    }
}

/// <summary>The new images of disks that go back.</summary>
/// <param name="Overlays">New images on top of frozen ones.</param>
/// <param name="Copies">Copies of images that hold internal snapshots.</param>
internal sealed record RevertPlaces(IReadOnlyList<OverlaySwitch> Overlays, IReadOnlyList<ImageCopy> Copies)
{
    /// <summary>The new images, for the record.</summary>
    public IEnumerable<DiskLayer> Layers =>
        Overlays.Select(overlay => new DiskLayer(overlay.Path, overlay.Disk.Name!, LayerState.Making))
            .Concat(Copies.Select(copy => new DiskLayer(copy.Path, copy.Disk.Name!, LayerState.Making)));

    /// <summary>The image that takes the place of each.</summary>
    public IReadOnlyDictionary<string, LayerFile> Forward =>
        Overlays.Select(overlay => (overlay.Disk, overlay.Path)).Concat(Copies.Select(copy => (copy.Disk, copy.Path)))
            .ToDictionary(pair => pair.Disk.Source!.HostPath()!, pair => new LayerFile(pair.Path, DiskFormat.Qcow2));
}

/// <summary>A copy of an image that holds internal snapshots.</summary>
/// <param name="Disk">The disk as the snapshot's definition has it.</param>
/// <param name="Path">Absolute path of the copy.</param>
/// <param name="Tags">The internal snapshots that it will have; none is needed when the disk is back.</param>
internal sealed record ImageCopy(DiskDefinition Disk, string Path, IReadOnlyList<ImageTag> Tags);
