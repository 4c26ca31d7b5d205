using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>Takes images out of the way that nobody asked for any more, step by step; each step leaves every disk whole.</summary>
internal sealed class LayerMerging(VmCore core, SnapshotBook book, IDiskLayers layers)
{
    /// <summary>Takes the steps that there are. The caller holds the VM, and nothing is unsettled.</summary>
    /// <exception cref="LodgeException">A step failed; it is tried again with the VM's next snapshot work, or when the daemon starts.</exception>
    public async Task RunAsync(Guid vmId, JobProgress progress, CancellationToken cancellationToken)
    {
        if (book.Of(vmId).Layers.All(layer => layer.State == LayerState.Kept))
        {
            return;
        }

        if (core.Live.Find(vmId) is { } live)
        {
            await live.Process.Blocks.AbandonJobsAsync(cancellationToken);
        }

        var elsewhere = await UsedElsewhereAsync(vmId, cancellationToken);
        while (LayerPlanner.Next(book.Of(vmId), await ChainsAsync(vmId, cancellationToken), elsewhere) is { } step)
        {
            await DoAsync(vmId, step, progress, cancellationToken);
        }
    }

    private async Task DoAsync(Guid vmId, LayerStep step, JobProgress progress, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case DropLayer drop:
                await layers.DeleteAsync(drop.Path, cancellationToken);
                var set = book.Of(vmId);
                await book.SaveAsync(set with { Layers = [.. set.Layers.Where(layer => layer.Path != drop.Path)] });
                break;
            case MergeLayer { Pull: var pull }:
                var words = $"merging {Path.GetFileName(pull.Layer)} into {Path.GetFileName(pull.Into)}";
                progress.Step(words);
                await MergeAsync(vmId, pull, new SynchronousProgress<double>(share => progress.Report((share, words))), cancellationToken);
                break;
        }
    }

    private async Task MergeAsync(Guid vmId, LayerPull pull, IProgress<double> share, CancellationToken cancellationToken)
    {
        if (core.Live.Find(vmId) is { } live && await RunsOnAsync(live, pull.Into, cancellationToken))
        {
            await live.Process.Blocks.PullAsync(pull, share, cancellationToken);
        }
        else
        {
            await layers.PullAsync(pull.Into, pull.Below, cancellationToken);
        }
    }

    private async Task<bool> RunsOnAsync(LiveVm live, string path, CancellationToken cancellationToken)
    {
        foreach (var disk in live.Intent.Definition.Disks.Where(IsImage))
        {
            if ((await layers.ReadChainAsync(SnapshotDisks.ImageOf(disk), cancellationToken)).Any(file => file.Path == path))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<IReadOnlyList<IReadOnlyList<LayerFile>>> ChainsAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var vm = core.Inventory.Get(vmId);
        var tops = book.Of(vmId).Snapshots.SelectMany(snapshot => snapshot.Disks).Select(disk => new LayerFile(disk.Path, disk.Format))
            .Concat(vm.Definition.Disks.Concat(vm.CurrentDefinition.Disks).Where(IsImage).Select(SnapshotDisks.ImageOf))
            .Distinct();
        var chains = new List<IReadOnlyList<LayerFile>>();
        foreach (var top in tops)
        {
            chains.Add(await layers.ReadChainAsync(top, cancellationToken));
        }

        return chains;
    }

    // Another VM's disk that cannot be read does not stand on anything that it could lose.
    private async Task<IReadOnlySet<string>> UsedElsewhereAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var used = new HashSet<string>();
        foreach (var vm in core.Inventory.List().Where(vm => vm.Id != vmId))
        {
            foreach (var disk in vm.Definition.Disks.Concat(vm.CurrentDefinition.Disks).Where(IsImage))
            {
                try
                {
                    used.UnionWith((await layers.ReadChainAsync(SnapshotDisks.ImageOf(disk), cancellationToken)).Select(file => file.Path));
                }
                catch (LodgeException)
                {
                    used.Add(disk.Source!.HostPath()!);
                }
            }
        }

        return used;
    }

    private static bool IsImage(DiskDefinition disk) => disk is { Source: FileDiskSource, Device: DiskDevice.Disk or DiskDevice.Lun };
}
