using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Snapshots;

/// <summary>
/// Has a disk live in its first image again. The upper image shows the right thing until the lower one holds all of it;
/// then the guest stands still until the durable definition names the lower one, so that a crash finds both alike, and
/// either is right.
/// </summary>
internal sealed class LayerReturning(VmCore core, SnapshotBook book, IDiskLayers layers)
{
    /// <summary>Does it. The caller holds the VM.</summary>
    /// <exception cref="LodgeException">It failed; the disk is as it was.</exception>
    public async Task RunAsync(Guid vmId, ReturnLayer step, JobProgress progress, CancellationToken cancellationToken)
    {
        var words = $"merging {Path.GetFileName(step.Path)} into {Path.GetFileName(step.Below.Path)}";
        progress.Step(words);
        await core.Checkpoints.SettleAsync(vmId, core.Live.Find(vmId));
        await book.SaveAsync(book.Of(vmId).Mark([step.Path], LayerState.Returning));
        if (core.Live.Find(vmId) is { } live && live.Intent.Definition.Disks.FirstOrDefault(disk => disk.Source?.HostPath() == step.Path) is { } disk)
        {
            var item = new LayerReturn(disk, step.Path, step.Below);
            await live.Process.Blocks.ReturnAsync(item, new SynchronousProgress<double>(share => progress.Report((share, words))), cancellationToken);
            await PivotAsync(vmId, live, item);
        }
        else
        {
            await layers.ReturnAsync(step.Path, step.Below, cancellationToken);
            foreach (var named in core.Inventory.Get(vmId).Definition.Disks.Where(item => item.Source?.HostPath() == step.Path))
            {
                await core.Checkpoints.Carrying.CarryAsync(vmId, null, named.Name!, step.Path, step.Below.Path, step.Below.Format);
            }

            await FinishAsync(vmId, null, step.Path, step.Below);
        }
    }

    /// <summary>Has everybody know where a disk lives that a former daemon was bringing back when it ended.</summary>
    public async Task SettleAsync(Guid vmId, LiveVm live, CancellationToken cancellationToken)
    {
        // The durable definition is what may be behind.
        var durable = core.Inventory.Get(vmId).Definition;
        foreach (var layer in book.Of(vmId).Layers.Where(layer => layer.State == LayerState.Returning).ToList())
        {
            var place = durable.Disks.FirstOrDefault(disk => disk.Source?.HostPath() == layer.Path);
            if (live.Intent.Definition.Disks.FirstOrDefault(disk => disk.Name == place?.Name) is { } disk
                && await layers.ReadChainAsync(SnapshotDisks.ImageOf(place!), cancellationToken) is [_, var below, ..]
                && await live.Process.Blocks.WritesToAsync(disk, below.Path, cancellationToken))
            {
                await FinishAsync(vmId, live, layer.Path, below);
            }
        }
    }

    private async Task PivotAsync(Guid vmId, LiveVm live, LayerReturn item)
    {
        var wasRunning = core.Inventory.Get(vmId).Status.State == VmState.Running;
        live.Amend(intent => intent with { Operation = RunOperation.Snapshotting, Paused = !wasRunning });
        try
        {
            if (wasRunning)
            {
                await live.Process.PauseAsync(CancellationToken.None);
            }

            await core.Checkpoints.Carrying.CarryAsync(vmId, live, item.Disk.Name!, item.Layer, item.Below.Path, item.Below.Format);
            await live.Process.Blocks.PivotAsync(item, CancellationToken.None);
            await FinishAsync(vmId, live, item.Layer, item.Below);
        }
        finally
        {
            await ReleaseAsync(live, wasRunning);
        }
    }

    private static async Task ReleaseAsync(LiveVm live, bool resumes)
    {
        try
        {
            if (resumes && !live.Process.Exited.IsCompleted)
            {
                await live.Process.ResumeAsync(CancellationToken.None);
            }
        }
        finally
        {
            live.Amend(intent => intent with { Operation = RunOperation.None, Paused = false });
        }
    }

    private async Task FinishAsync(Guid vmId, LiveVm? live, string layer, LayerFile below)
    {
        var images = new Dictionary<string, LayerFile> { [layer] = below };
        var vm = core.Inventory.Get(vmId);
        var definition = DiskRedirection.With(vm.Definition, images);
        if (live is not null)
        {
            var running = DiskRedirection.With(live.Intent.Definition, images);
            var revision = DefinitionDifference.Same(running, definition) ? vm.Revision + 1 : 0;
            live.Amend(intent => intent with { Definition = running, Revision = revision });
            core.Inventory.Update(vmId, now => now with
            {
                Runtime = now.Runtime is null ? null : now.Runtime with { Definition = running, DefinitionRevision = revision },
            });
        }

        await book.SaveAsync(book.Of(vmId).Mark([layer], LayerState.Unneeded), definition);
        await core.Checkpoints.SettleAsync(vmId, live, hasMoved: true);
    }
}
