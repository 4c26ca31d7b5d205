using Lodge.Engine.Ports;
using Lodge.Engine.Storage.Volumes;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>What stands on images: the disks and snapshots of a VM, and those of everybody else.</summary>
internal sealed class LayerUse(VmCore core, SnapshotBook book, IDiskLayers layers, VolumeResolver volumes)
{
    /// <summary>The images of each disk and snapshot of a VM, from the top downwards.</summary>
    /// <exception cref="LodgeException">One cannot be read.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<LayerFile>>> ChainsAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var chains = new List<IReadOnlyList<LayerFile>>();
        foreach (var top in core.Inventory.Find(vmId) is { } vm ? TopsOf(vm) : [])
        {
            chains.Add(await layers.ReadChainAsync(top, cancellationToken));
        }

        return chains;
    }

    /// <summary>Those of some images that hold internal snapshots, whoever made them.</summary>
    /// <exception cref="LodgeException">One cannot be read.</exception>
    public async Task<IReadOnlySet<string>> TaggedAsync(IEnumerable<LayerFile> images, CancellationToken cancellationToken)
    {
        var tagged = new HashSet<string>();
        foreach (var image in images.Where(image => image.Format == DiskFormat.Qcow2).Distinct())
        {
            if ((await layers.ReadTagsAsync(image, cancellationToken)).Count > 0)
            {
                tagged.Add(image.Path);
            }
        }

        return tagged;
    }

    /// <summary>The images that other VMs, their snapshots, and volumes stand on.</summary>
    public async Task<IReadOnlySet<string>> ElsewhereAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>();
        foreach (var top in core.Inventory.List().Where(vm => vm.Id != vmId).SelectMany(TopsOf).Distinct())
        {
            await AddAsync(used, top, null, cancellationToken);
        }

        var own = OwnOf(vmId);
        foreach (var chain in await ChainsAsync(vmId, cancellationToken))
        {
            own.UnionWith(chain.Select(file => file.Path));
        }

        foreach (var (path, backing) in await volumes.FindBasedAsync(cancellationToken))
        {
            if (!own.Contains(path))
            {
                await AddAsync(used, new LayerFile(path, DiskFormat.Qcow2), backing, cancellationToken);
            }
        }

        return used;
    }

    // What cannot be read does not stand on anything that it could lose, but for what is known of it.
    private async Task AddAsync(HashSet<string> used, LayerFile top, string? backing, CancellationToken cancellationToken)
    {
        try
        {
            used.UnionWith((await layers.ReadChainAsync(top, cancellationToken)).Select(file => file.Path));
        }
        catch (LodgeException)
        {
            used.UnionWith(new[] { top.Path, backing }.OfType<string>());
        }
    }

    private HashSet<string> OwnOf(Guid vmId) => [.. book.Of(vmId).Layers.Select(layer => layer.Path)];

    private IEnumerable<LayerFile> TopsOf(Vm vm) =>
        book.Of(vm.Id).Snapshots.SelectMany(snapshot => snapshot.Disks).Select(disk => new LayerFile(disk.Path, disk.Format))
            .Concat(vm.Definition.Disks.Concat(vm.CurrentDefinition.Disks).Where(SnapshotDisks.IsImage).Select(SnapshotDisks.ImageOf))
            .Distinct();
}
