using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Linux.Files;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Checkpoints;
using Lodge.Qemu.Images;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Snapshots;

/// <summary>The images of one running QEMU. Like everything that it has open, they reach it as descriptors.</summary>
internal sealed class VmBlocks(QemuParts parts, VmClaims claims) : IVmBlocks
{
    private static readonly TimeSpan SwitchDeadline = TimeSpan.FromMinutes(1);

    private readonly QmpSession _session = parts.Session;
    private readonly BlockNodes _nodes = new(parts.Session, parts.Process.Pid, parts.Record.Current.Intent.Definition.Name);
    private readonly BlockJobs _jobs = new(parts.Session, parts.Record.Current.Intent.Definition.Name);
    private readonly NewImages _images = new(parts, claims);

    private InternalSnapshots Internal => new(_session, _nodes, parts.Record.Current.Intent.Definition.Name);

    public async Task SwitchAsync(IReadOnlyList<OverlaySwitch> switches, CancellationToken cancellationToken)
    {
        await using var undo = new UndoStack(_ => { });
        var actions = new List<TransactionAction>();
        var merges = new List<TransactionAction>();
        foreach (var item in switches)
        {
            var present = await _nodes.GetAsync(item.Disk.Source!.HostPath()!, cancellationToken);
            var node = await _images.OpenAsync(item.Disk, new LayerFile(item.Path, DiskFormat.Qcow2), null, undo, cancellationToken);
            actions.AddRange(item.Bitmaps.Select(name => BitmapActions.Add(node, name, VmBitmaps.Unit)));
            actions.Add(TransactionAction.Snapshot(present.Node, node));
            merges.AddRange(item.Bitmaps.Select(name => BitmapActions.Merge((present.Node, name), (node, name))));
        }

        // Nothing is written between the snapshots and the end: so the bitmaps of the new images know neither more nor less.
        await _session.ExecuteAsync(new TransactionCommand([.. actions, .. merges]), SwitchDeadline, cancellationToken);
        undo.Keep();
    }

    public async Task<bool> WritesToAsync(DiskDefinition disk, string path, CancellationToken cancellationToken)
    {
        if (await _nodes.FindAsync(path, cancellationToken) is not { } image)
        {
            return false;
        }

        var drives = await _session.ExecuteAsync(new QueryBlockCommand(), cancellationToken);
        var inserted = drives.FirstOrDefault(drive => drive.Qdev is { } place && place.Split('/').Contains(disk.Alias))?.Inserted;
        return inserted is not null && (inserted.NodeName == image.Node || inserted.File == NameOf(image.Set));
    }

    public async Task PullAsync(LayerPull pull, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var into = await _nodes.GetAsync(pull.Into, cancellationToken);
        var layer = await _nodes.GetAsync(pull.Layer, cancellationToken);
        var below = pull.Below is null ? null : await _nodes.GetAsync(pull.Below.Path, cancellationToken);
        var id = BlockJobs.IdFor(into.Node);

        // An image below another was opened to be read; while this is done it is written.
        using (var writable = ImageFile.Open(pull.Into, "disk image", OpenFlags.ReadWrite))
        {
            var sent = await _session.ExecuteAsync(new AddFdCommand(writable, into.Set, into.Node), cancellationToken);
            try
            {
                await _jobs.RunAsync(new BlockStreamCommand(id, into.Node, below?.Node, pull.Below?.Path), id, progress, cancellationToken);
            }
            finally
            {
                await _session.ExecuteAsync(new RemoveFdCommand(sent.FdsetId, sent.Fd), CancellationToken.None);
            }
        }

        await CloseAsync(layer, CancellationToken.None);
    }

    public async Task ReturnAsync(LayerReturn layer, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var top = await _nodes.GetAsync(layer.Layer, cancellationToken);
        var below = await _nodes.GetAsync(layer.Below.Path, cancellationToken);
        await _images.OpenToWriteAsync(layer.Disk, layer.Below, below, cancellationToken);
        var id = BlockJobs.IdFor(top.Node);
        var device = layer.Disk.CopyOnRead == true ? DiskNodeNames.CopyOnRead(layer.Disk.Alias!) : top.Node;
        await _session.ExecuteAsync(new BlockCommitCommand(id, device, top.Node, below.Node), cancellationToken);
        await _jobs.FollowUntilReadyAsync(id, progress, cancellationToken);
    }

    public async Task PivotAsync(LayerReturn layer, CancellationToken cancellationToken)
    {
        var top = await _nodes.GetAsync(layer.Layer, cancellationToken);
        await _jobs.CompleteAsync(BlockJobs.IdFor(top.Node), cancellationToken);
        await CloseAsync(top, CancellationToken.None);
    }

    public Task TagAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken) =>
        Internal.MakeAsync(disks, tag, cancellationToken);

    public Task TagWithMemoryAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken) =>
        Internal.SaveAsync(disks, tag, cancellationToken);

    public Task DeleteTagAsync(string path, string tag, CancellationToken cancellationToken) => Internal.DeleteAsync(path, tag, cancellationToken);

    public Task AbandonJobsAsync(CancellationToken cancellationToken) => _jobs.EndAllAsync(cancellationToken);

    private async Task CloseAsync(BlockImage image, CancellationToken cancellationToken)
    {
        await _session.ExecuteAsync(new BlockdevDelCommand(image.Node), cancellationToken);
        await _session.ExecuteAsync(new BlockdevDelCommand(image.File), cancellationToken);
        await _session.ExecuteAsync(new RemoveFdCommand(image.Set), cancellationToken);
    }

    private static string NameOf(long set) => $"/dev/fdset/{set.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}
