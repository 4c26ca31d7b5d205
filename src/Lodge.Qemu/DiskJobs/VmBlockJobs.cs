using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qemu.Processes;
using Lodge.Qemu.Snapshots;
using Lodge.Qmp;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.DiskJobs;

/// <summary>Block jobs of one running QEMU.</summary>
internal sealed class VmBlockJobs(QemuParts parts, VmClaims claims) : IVmBlockJobs
{
    // Requests that are under way are waited for.
    private static readonly TimeSpan s_stepDeadline = TimeSpan.FromMinutes(1);

    private readonly QmpSession _session = parts.Session;
    private readonly BlockNodes _nodes = new(parts.Session, parts.Process.Pid, parts.Record.Current.Intent.Definition.Name);
    private readonly NewImages _images = new(parts, claims);

    public Task StartAsync(BlockJobStart start, CancellationToken cancellationToken) => start switch
    {
        CopyStart copy => CopyAsync(copy, cancellationToken),
        PullStart pull => PullAsync(pull, cancellationToken),
        CommitStart commit => CommitAsync(commit, cancellationToken),
        _ => throw new NotSupportedException($"No way to begin a {start.GetType().Name}."),
    };

    public async Task<BlockJobProgress?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var jobs = await _session.ExecuteAsync(new QueryBlockJobsCommand(), cancellationToken);
        return jobs.FirstOrDefault(job => job.Device == id) is { } found
            ? new BlockJobProgress(PhaseOf(found.Status), found.Offset, found.Len, found.Speed, found.Error)
            : null;
    }

    public Task AdvanceAsync(string id, BlockJobStep step, CancellationToken cancellationToken)
    {
        QmpCommand<EmptyReply> command = step switch
        {
            BlockJobStep.Pivot => new JobCommand("complete", id),
            BlockJobStep.Leave => new BlockJobLeaveCommand(id),
            BlockJobStep.Finalize => new JobCommand("finalize", id),
            BlockJobStep.Cancel => new JobCommand("cancel", id),
            _ => new JobCommand("dismiss", id),
        };
        return _session.ExecuteAsync(command, s_stepDeadline, cancellationToken);
    }

    public Task SetSpeedAsync(string id, long speed, CancellationToken cancellationToken) =>
        _session.ExecuteAsync(new BlockJobSetSpeedCommand(id, speed), cancellationToken);

    public async Task<long> MeasureAsync(DiskDefinition disk, CancellationToken cancellationToken)
    {
        var node = await TopOfAsync(disk, cancellationToken);
        var nodes = await _session.ExecuteAsync(new QueryNamedBlockNodesCommand(flat: true), cancellationToken);
        return nodes.FirstOrDefault(item => item.NodeName == node)?.Image.VirtualSize
            ?? throw new LodgeException(ErrorCode.HypervisorFailed, $"QEMU does not know the size of disk '{disk.Name}'.");
    }

    // QEMU refuses to close what something uses: an image that others stand on goes when those have gone.
    public async Task CloseUnusedAsync(DiskDefinition disk, CancellationToken cancellationToken)
    {
        for (var closed = true; closed;)
        {
            closed = false;
            var nodes = await _session.ExecuteAsync(new QueryNamedBlockNodesCommand(flat: true), cancellationToken);
            foreach (var node in nodes.Select(node => node.NodeName!).Where(name => DiskNodeNames.IsImageOf(disk.Alias!, name)))
            {
                closed |= await CloseAsync(node, cancellationToken);
            }
        }
    }

    private async Task<bool> CloseAsync(string node, CancellationToken cancellationToken)
    {
        if (!await TryDeleteAsync(node, cancellationToken))
        {
            return false;
        }

        await TryDeleteAsync(DiskNodeNames.Below(node), cancellationToken);
        foreach (var set in (await _session.ExecuteAsync(new QueryFdsetsCommand(), cancellationToken)).Where(set => set.Fds.Any(file => file.Opaque == node)))
        {
            await _session.ExecuteAsync(new RemoveFdCommand(set.FdsetId), cancellationToken);
        }

        return true;
    }

    private async Task<bool> TryDeleteAsync(string node, CancellationToken cancellationToken)
    {
        try
        {
            await _session.ExecuteAsync(new BlockdevDelCommand(node), cancellationToken);
            return true;
        }
        catch (LodgeException inUse) when (inUse.Error.Code == ErrorCode.HypervisorFailed)
        {
            return false;
        }
    }

    private async Task CopyAsync(CopyStart copy, CancellationToken cancellationToken)
    {
        await using var undo = new UndoStack(_ => { });
        var source = await TopOfAsync(copy.Disk, cancellationToken);
        var below = copy.Below is null ? null : (await _nodes.GetAsync(copy.Below, cancellationToken)).Node;
        var target = await _images.OpenAsync(copy.Disk, copy.To, below, undo, cancellationToken);
        await _session.ExecuteAsync(new BlockdevMirrorCommand(copy.Id, source, target, below is null, copy.Synchronous, copy.Speed), s_stepDeadline, cancellationToken);
        undo.Keep();
    }

    private async Task PullAsync(PullStart pull, CancellationToken cancellationToken)
    {
        var into = await TopOfAsync(pull.Disk, cancellationToken);
        var below = pull.Base is null ? null : await _nodes.GetAsync(pull.Base.Path, cancellationToken);
        await _session.ExecuteAsync(new BlockStreamCommand(pull.Id, into, below?.Node, pull.Base?.Path, pull.Speed), s_stepDeadline, cancellationToken);
    }

    private async Task CommitAsync(CommitStart commit, CancellationToken cancellationToken)
    {
        var top = await _nodes.GetAsync(commit.Top, cancellationToken);
        var device = commit.Disk.CopyOnRead == true ? DiskNodeNames.CopyOnRead(commit.Disk.Alias!) : await TopOfAsync(commit.Disk, cancellationToken);
        var into = await AllowWritesAsync(commit.Disk, commit.Base, cancellationToken);
        if (commit.Above is { } above && above.Path != commit.Disk.Source?.HostPath())
        {
            await AllowWritesAsync(commit.Disk, above, cancellationToken);
        }

        await _session.ExecuteAsync(
            new BlockCommitHeldCommand(commit.Id, device, top.Node, into.Node, commit.Above is null ? null : commit.Base.Path, commit.Speed), s_stepDeadline, cancellationToken);
    }

    private async Task<BlockImage> AllowWritesAsync(DiskDefinition disk, LayerFile file, CancellationToken cancellationToken)
    {
        var image = await _nodes.GetAsync(file.Path, cancellationToken);
        await _images.OpenToWriteAsync(disk, file, image, cancellationToken);
        return image;
    }

    private async Task<string> TopOfAsync(DiskDefinition disk, CancellationToken cancellationToken) => disk.Source?.HostPath() is { } path
        ? (await _nodes.GetAsync(path, cancellationToken)).Node
        : DiskNodeNames.Layer(disk.Alias!, 0);

    private static BlockJobPhase PhaseOf(JobStatus status) => status switch
    {
        JobStatus.Ready or JobStatus.Standby => BlockJobPhase.Ready,
        JobStatus.Pending => BlockJobPhase.Pending,
        JobStatus.Concluded => BlockJobPhase.Over,
        _ => BlockJobPhase.Copying,
    };
}
