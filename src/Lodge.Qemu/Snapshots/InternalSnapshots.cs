using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Snapshots;

/// <summary>Internal snapshots in the images that one running QEMU writes to. Whatever else it has open, such as raw variable stores, is left out.</summary>
internal sealed class InternalSnapshots(QmpSession session, BlockNodes nodes, string vm)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    /// <summary>Makes one of each disk, all at the same moment; or none.</summary>
    /// <exception cref="LodgeException">QEMU refused, or is gone.</exception>
    public async Task MakeAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken)
    {
        var drives = await session.ExecuteAsync(new QueryBlockCommand(), cancellationToken);
        var actions = disks.Select(disk => TransactionAction.InternalSnapshot(PluggedInto(drives, disk), tag)).ToList();
        await session.ExecuteAsync(new TransactionCommand(actions), Deadline, cancellationToken);
    }

    /// <summary>The same with the guest's memory in the image of the first disk.</summary>
    /// <exception cref="LodgeException">QEMU refused, or there is no room.</exception>
    public Task SaveAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken) =>
        WithNodesAsync(disks, (id, all) => new SnapshotSaveCommand(id, tag, all[0], all), $"save-{tag}", "make the internal snapshot", cancellationToken);

    /// <summary>Brings images and memory back. The guest has not run yet.</summary>
    /// <exception cref="LodgeException">The memory does not fit to the VM, or cannot be read.</exception>
    public Task LoadAsync(IReadOnlyList<DiskDefinition> disks, string tag, CancellationToken cancellationToken) =>
        WithNodesAsync(disks, (id, all) => new SnapshotLoadCommand(id, tag, all[0], all), $"load-{tag}", "go back to the internal snapshot", cancellationToken);

    /// <summary>Removes one from the image at a path.</summary>
    /// <exception cref="LodgeException">QEMU refused, or is gone.</exception>
    public async Task DeleteAsync(string path, string tag, CancellationToken cancellationToken)
    {
        var image = await nodes.GetAsync(path, cancellationToken);
        var id = BlockJobs.IdFor($"delete-{tag}");
        await RunAsync(new SnapshotDeleteCommand(id, tag, [image.Node]), id, "remove the internal snapshot", cancellationToken);
    }

    private async Task WithNodesAsync(
        IReadOnlyList<DiskDefinition> disks, Func<string, IReadOnlyList<string>, QmpCommand<EmptyReply>> command, string name, string what, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        foreach (var disk in disks)
        {
            all.Add((await nodes.GetAsync(disk.Source!.HostPath()!, cancellationToken)).Node);
        }

        var id = BlockJobs.IdFor(name);
        await RunAsync(command(id, all), id, what, cancellationToken);
    }

    private Task RunAsync(QmpCommand<EmptyReply> start, string id, string what, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new BlockJobs(session, vm, what).RunUnansweredAsync(start, id);
    }

    private string PluggedInto(IReadOnlyList<BlockInfo> drives, DiskDefinition disk) =>
        drives.FirstOrDefault(drive => drive.Qdev is { } place && place.Split('/').Contains(disk.Alias))?.Inserted?.NodeName
        ?? throw new LodgeException(ErrorCode.HypervisorFailed, $"The QEMU of VM '{vm}' does not have disk '{disk.Name}'.");
}
