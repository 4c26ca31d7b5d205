using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Snapshots;

/// <summary>Takes images out of the way that nobody asked for any more, step by step; each step leaves every disk whole.</summary>
internal sealed class LayerMerging(VmCore core, SnapshotBook book, IDiskLayers layers, LayerUse use)
{
    private static readonly HashSet<string> NoImages = [];

    private readonly LayerReturning _returning = new(core, book, layers);

    /// <summary>Takes the steps that there are. The caller holds the VM, and nothing is unsettled.</summary>
    /// <exception cref="LodgeException">A step failed; it is tried again with the VM's next snapshot work, or when the daemon starts.</exception>
    public async Task RunAsync(Guid vmId, JobProgress progress, CancellationToken cancellationToken)
    {
        // Whoever else stands on images can only forbid steps: nobody is looked for where there is none.
        var set = book.Of(vmId);
        if ((set.Layers is [] && set.LooseTags is null) || (set.LooseTags is null && set.Layers.All(layer => layer.State == LayerState.Kept) && await NextAsync(vmId, NoImages, cancellationToken) is null))
        {
            return;
        }

        if (core.Live.Find(vmId) is { } live)
        {
            await live.Process.Blocks.AbandonJobsAsync(cancellationToken);
        }

        var elsewhere = await use.ElsewhereAsync(vmId, cancellationToken);
        while (await NextAsync(vmId, elsewhere, cancellationToken) is { } step)
        {
            await DoAsync(vmId, step, progress, cancellationToken);
        }
    }

    private async Task<LayerStep?> NextAsync(Guid vmId, IReadOnlySet<string> elsewhere, CancellationToken cancellationToken)
    {
        var (set, chains) = (book.Of(vmId), await use.ChainsAsync(vmId, cancellationToken));
        var made = set.Layers.Select(layer => new LayerFile(layer.Path, DiskFormat.Qcow2));
        var tagged = await use.TaggedAsync(chains.SelectMany(chain => chain).Concat(made), cancellationToken);
        return LayerPlanner.Next(set, chains, elsewhere, new LayerLimits(Returnable(vmId, chains), tagged, await OpenAsync(vmId, cancellationToken)));
    }

    // What a running guest writes to QEMU works on; what lies below that it holds, and only reads.
    private async Task<IReadOnlySet<string>> OpenAsync(Guid vmId, CancellationToken cancellationToken)
    {
        var open = new HashSet<string>();
        foreach (var disk in core.Live.Find(vmId)?.Intent.Definition.Disks.Where(SnapshotDisks.IsImage) ?? [])
        {
            open.UnionWith((await layers.ReadChainAsync(SnapshotDisks.ImageOf(disk), cancellationToken)).Skip(1).Select(file => file.Path));
        }

        return open;
    }

    // A managed save knows the disks as they are now, and QEMU lets go of descriptors only while its guest runs. The bitmaps
    // of checkpoints have no place in a raw image.
    private HashSet<string> Returnable(Guid vmId, IReadOnlyList<IReadOnlyList<LayerFile>> chains)
    {
        var onRaw = chains.Where(chain => chain is [_, { Format: not DiskFormat.Qcow2 }, ..]).Select(chain => chain[0].Path).ToHashSet();
        var vm = core.Inventory.Get(vmId);
        var uses = vm.Definition.Disks.Concat(vm.CurrentDefinition.Disks).Where(SnapshotDisks.IsImage).GroupBy(disk => disk.Source!.HostPath()!);
        return vm.HasManagedSave || vm.Status.State is not (VmState.Running or VmState.Stopped)
            ? []
            : [.. uses.Where(use => use.All(disk => disk is { ReadOnly: false, Shareable: false, Encryption: null }
                && !(onRaw.Contains(use.Key) && core.Checkpoints.Carrying.HasAny(vmId, disk.Name!)))).Select(use => use.Key)];
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
            case DropTag { Tag: var tag }:
                progress.Step($"removing a snapshot from {Path.GetFileName(tag.Path)}");
                await DropAsync(vmId, tag, cancellationToken);
                await book.SaveAsync(book.Of(vmId).Fasten([tag]));
                break;
            case MergeLayer { Pull: var pull }:
                var words = $"merging {Path.GetFileName(pull.Layer)} into {Path.GetFileName(pull.Into)}";
                progress.Step(words);
                await MergeAsync(vmId, pull, new SynchronousProgress<double>(share => progress.Report((share, words))), cancellationToken);
                break;
            case ReturnLayer back:
                await _returning.RunAsync(vmId, back, progress, cancellationToken);
                break;
        }
    }

    private Task DropAsync(Guid vmId, ImageTag tag, CancellationToken cancellationToken) =>
        core.Live.Find(vmId) is { } live && live.Intent.Definition.Disks.Any(disk => disk.Source?.HostPath() == tag.Path)
            ? live.Process.Blocks.DeleteTagAsync(tag.Path, tag.Tag, cancellationToken)
            : layers.DeleteTagAsync(tag.Path, tag.Tag, cancellationToken);

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
        foreach (var disk in live.Intent.Definition.Disks.Where(SnapshotDisks.IsImage))
        {
            if ((await layers.ReadChainAsync(SnapshotDisks.ImageOf(disk), cancellationToken)).Any(file => file.Path == path))
            {
                return true;
            }
        }

        return false;
    }
}
