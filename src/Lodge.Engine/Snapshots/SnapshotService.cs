using Lodge.Engine.DiskJobs;
using Lodge.Engine.Gating;
using Lodge.Engine.Jobs;
using Lodge.Engine.Storage.Volumes;
using Lodge.Engine.Vms;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Jobs;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Snapshots;

/// <summary>Snapshots of VMs.</summary>
public sealed partial class SnapshotService
{
    private readonly VmCore _core;
    private readonly SnapshotBook _book;
    private readonly SnapshotPorts _ports;
    private readonly SnapshotSettling _settling;
    private readonly LayerMerging _merging;
    private readonly SnapshotCreation _creation;
    private readonly SnapshotRevert _revert;
    private readonly ILogger _logger;

    internal SnapshotService(VmCore core, EnginePorts ports, VolumeResolver volumes, ILoggerFactory loggers)
    {
        (_core, _logger) = (core, loggers.CreateLogger<SnapshotService>());
        _book = new SnapshotBook(ports.Snapshots, core);
        _ports = new SnapshotPorts(ports.Layers, ports.SnapshotFiles);
        _settling = new SnapshotSettling(core, _book, _ports, _logger);
        Use = new LayerUse(core, _book, ports.Layers, volumes);
        _merging = new LayerMerging(core, _book, ports.Layers, Use);
        _creation = new SnapshotCreation(core, _book, _ports, _settling);
        _revert = new SnapshotRevert(core, _book, _ports, _settling, _merging, new RevertPlacing(core, _book, ports.Layers, Use));
    }

    /// <summary>A VM's snapshots.</summary>
    /// <param name="vm">Name or id.</param>
    public VmSnapshots List(string vm) => _book.Of(_core.Inventory.Get(vm).Id);

    /// <summary>One snapshot.</summary>
    /// <param name="vm">The VM's name or id.</param>
    /// <param name="snapshot">The snapshot's name or id.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.SnapshotNotFound"/>.</exception>
    public Snapshot Get(string vm, string snapshot) => List(vm).Get(snapshot, vm);

    /// <summary>Makes a snapshot.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="wish">What is wanted.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">It makes no sense now.</exception>
    public Job Create(string vm, SnapshotWish wish)
    {
        var present = _core.Inventory.Get(vm);
        SnapshotRules.ThrowUnlessFit(present, wish);
        SnapshotRules.ThrowUnlessImagesFit(present, wish);
        return Run(JobKind.SnapshotCreate, present, "snapshot", (progress, token) => _creation.CreateAsync(present.Id, wish, progress, token));
    }

    /// <summary>Brings a VM back to a snapshot; what its disks hold now that no snapshot has is lost.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="snapshot">The snapshot's name or id.</param>
    /// <param name="to">What the VM does then.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">There is no such snapshot, or it makes no sense now.</exception>
    public Job Revert(string vm, string snapshot, RevertTo to)
    {
        var present = _core.Inventory.Get(vm);
        SnapshotRules.ThrowUnlessFit(present);
        var found = Get(vm, snapshot);
        return Run(JobKind.SnapshotRevert, present, "revert", (progress, token) => _revert.RevertAsync(present.Id, found.Id, to, progress, token));
    }

    /// <summary>Deletes snapshots. They are gone at once; the job merges their images into those that stand on them.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="snapshot">The snapshot's name or id.</param>
    /// <param name="scope">What goes with it.</param>
    /// <returns>The job, under way.</returns>
    /// <exception cref="LodgeException">There is no such snapshot.</exception>
    public Job Delete(string vm, string snapshot, SnapshotScope scope)
    {
        var present = _core.Inventory.Get(vm);
        var found = Get(vm, snapshot);
        return Run(JobKind.SnapshotDelete, present, "deletion of a snapshot", (progress, token) => DeleteAsync(present.Id, found.Id, scope, progress, token));
    }

    /// <summary>Says what a snapshot is for, in other words.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="snapshot">The snapshot's name or id.</param>
    /// <param name="description">What it is for; null for nothing.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">There is no such snapshot.</exception>
    public Task DescribeAsync(string vm, string snapshot, string? description, CancellationToken cancellationToken) =>
        ChangeAsync(vm, "change of a snapshot", (set, name) =>
        {
            var found = set.Get(snapshot, name);
            return set with { Snapshots = [.. set.Snapshots.Select(item => item.Id == found.Id ? item with { Description = description } : item)] };
        }, cancellationToken);

    /// <summary>
    /// Forgets a snapshot, and what is said to go with it, without a change of any image: those stay where they are, and
    /// nobody can go back to them through Lodge.
    /// </summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="snapshot">The snapshot's name or id.</param>
    /// <param name="scope">What goes with it.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">There is no such snapshot.</exception>
    public Task ForgetAsync(string vm, string snapshot, SnapshotScope scope, CancellationToken cancellationToken) =>
        ChangeAsync(vm, "forgetting of a snapshot", (set, name) =>
        {
            var left = Scoped(set, set.Get(snapshot, name), scope).Aggregate(set, (now, item) => now.Without(item.Id));
            return left with { Layers = set.Layers, LooseTags = set.LooseTags };
        }, cancellationToken);

    /// <summary>The durable notes, which work on single disks shares.</summary>
    internal SnapshotBook Book => _book;

    /// <summary>The snapshots that an image belongs to, with their VMs' names.</summary>
    internal IEnumerable<(string Vm, Snapshot Snapshot)> WithImage(string path) =>
        from set in _book.All
        from snapshot in set.Snapshots
        where snapshot.Disks.Any(disk => disk.Path == path)
        select (_core.Inventory.Find(set.VmId)?.Name ?? snapshot.Definition.Name, snapshot);

    /// <summary>Which images are needed.</summary>
    internal LayerUse Use { get; }

    /// <summary>Takes images out of the way that nobody asked for any more.</summary>
    internal LayerMerging Merging => _merging;

    /// <summary>Finishes or undoes what was under way. The caller holds the VM.</summary>
    internal Task SettleAsync(Guid vmId, LiveVm? live, CancellationToken cancellationToken) => _settling.SettleAsync(vmId, live, cancellationToken);

    /// <summary>The same when the VM's QEMU has ended; what cannot be done now is left to the next work on the VM.</summary>
    internal Task SettleGoneAsync(Guid vmId) => _settling.SettleGoneAsync(vmId);

    /// <summary>Reads what is durable.</summary>
    internal Task LoadAsync(CancellationToken cancellationToken) => _book.LoadAsync(cancellationToken);

    /// <summary>Settles what former daemons left, and takes their images out of the way in the background.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _book.Unsettled)
        {
            if (_core.Inventory.Find(id) is not { } vm)
            {
                continue; // Its definition went with a daemon of long ago.
            }

            try
            {
                using var pass = await _core.Gates.QueueAsync(id, "recovery", cancellationToken);
                await _settling.SettleAsync(id, _core.Live.Find(id), cancellationToken);
                await _settling.GiveBackImagesAsync(id);
                if (_book.Of(id).Jobs is null)
                {
                    Run(JobKind.SnapshotDelete, vm, "merging of images", (progress, token) => _merging.RunAsync(id, progress, token));
                }
            }
            catch (LodgeException failure)
            {
                RecoveryFailed(_logger, vm.Name, failure.Message);
            }
        }
    }

    /// <summary>Sees to it that a VM starts from what is durable, and writes to nothing that a snapshot has. The caller holds the VM.</summary>
    internal async Task PrepareStartAsync(Guid vmId, VmDefinition? definition, CancellationToken cancellationToken)
    {
        await _settling.SettleAsync(vmId, null, cancellationToken);
        _book.ThrowIfFrozen(definition ?? _core.Inventory.Get(vmId).Definition);
    }

    /// <summary>Refuses to delete a VM that has snapshots.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>.</exception>
    internal void ThrowIfAny(Vm vm)
    {
        if (_book.Of(vm.Id).Snapshots is { Count: > 0 } snapshots)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' has {snapshots.Count} snapshot{(snapshots.Count == 1 ? "" : "s")}, which would be lost.",
                $"Delete them first: 'lodge snapshot delete {vm.Name} {snapshots[0].Name} --children'.");
        }
    }

    /// <summary>Forgets a VM without snapshots that is being deleted; its images stay.</summary>
    internal Task ForgetAsync(Guid vmId) => _book.ForgetAsync(vmId);

    private Job Run(JobKind kind, Vm vm, string operation, Func<JobProgress, CancellationToken, Task> work) =>
        _core.Jobs.Run(kind, vm.Id, vm.Name, async (progress, token) =>
        {
            using var pass = await _core.Gates.EnterAsync(vm.Id, operation, token);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(token, pass.Preempted);
            await _settling.SettleAsync(vm.Id, _core.Live.Find(vm.Id), either.Token);
            _book.Of(vm.Id).ThrowIfDiskJob(vm.Name, "have its images changed");
            await work(new JobProgress(step => Tell(pass, progress, step)), either.Token);
        });

    private static IReadOnlyList<Snapshot> Scoped(VmSnapshots set, Snapshot found, SnapshotScope scope) => scope switch
    {
        SnapshotScope.One => [found],
        SnapshotScope.WithChildren => [found, .. set.Below(found.Id)],
        _ => set.Below(found.Id),
    };

    private async Task ChangeAsync(string vm, string operation, Func<VmSnapshots, string, VmSnapshots> change, CancellationToken cancellationToken)
    {
        var present = _core.Inventory.Get(vm);
        using var pass = await _core.Gates.EnterAsync(present.Id, operation, cancellationToken, present.Name);
        var set = _book.Of(present.Id);
        var changed = change(set, present.Name);
        await _book.SaveAsync(changed);
        foreach (var gone in set.Snapshots.Where(item => changed.Snapshots.All(left => left.Id != item.Id)))
        {
            await _ports.Files.DeleteAsync(present.Id, gone.Id, CancellationToken.None);
            _core.States.Announce(EventKind.SnapshotDeleted, present, gone.Name);
        }
    }

    private static void Tell(Pass pass, JobProgress progress, (double? Share, string Step) step)
    {
        pass.Tell(step);
        progress.Report(step);
    }

    private async Task DeleteAsync(Guid vmId, Guid snapshotId, SnapshotScope scope, JobProgress progress, CancellationToken cancellationToken)
    {
        var set = _book.Of(vmId);
        var present = _core.Inventory.Get(vmId);
        var found = set.Get(snapshotId.ToString(), present.Name);
        var gone = Scoped(set, found, scope);
        var inUse = present.Definition.Disks.Concat(present.CurrentDefinition.Disks).Select(disk => disk.Source?.HostPath()).OfType<string>().ToHashSet();
        var written = gone.SelectMany(ImageTags.Of).Select(tag => tag.Path).Where(inUse.Contains);
        await _book.SaveAsync(gone.Aggregate(set, (left, snapshot) => left.Without(snapshot.Id)).Mark(written, LayerState.Kept));
        foreach (var snapshot in gone)
        {
            await _ports.Files.DeleteAsync(vmId, snapshot.Id, CancellationToken.None);
            _core.States.Announce(EventKind.SnapshotDeleted, present, snapshot.Name);
        }

        await _merging.RunAsync(vmId, progress, cancellationToken);
    }

    [LoggerMessage(2703, LogLevel.Warning, "What was under way with the snapshots of VM {Vm} could not be settled: {Problem}")]
    private static partial void RecoveryFailed(ILogger logger, string vm, string problem);
}
