using Lodge.Engine.Gating;
using Lodge.Engine.Ports;
using Lodge.Engine.Vms;
using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Checkpoints;

/// <summary>
/// Checkpoints of VMs: each has a bitmap of its own in the top image of each of its disks, which notes all writes since it was
/// made. So one can go without a change to the others, and what one knows is never spread over several.
/// </summary>
public sealed partial class CheckpointService
{
    private static readonly TimeSpan s_longestFreeze = TimeSpan.FromMinutes(5);

    private readonly VmCore _core;
    private readonly CheckpointBook _book;
    private readonly CheckpointSettling _settling;
    private readonly ILogger _logger;

    internal CheckpointService(VmCore core, EnginePorts ports, ILoggerFactory loggers)
    {
        (_core, _book, _logger) = (core, new CheckpointBook(ports.Checkpoints), loggers.CreateLogger<CheckpointService>());
        _settling = new CheckpointSettling(core, _book, ports.Bitmaps, _logger);
        Carrying = new CheckpointCarrying(_book, _settling, _logger);
    }

    /// <summary>A VM's checkpoints.</summary>
    /// <param name="vm">Name or id.</param>
    public VmCheckpoints List(string vm) => _book.Of(_core.Inventory.Get(vm).Id);

    /// <summary>One checkpoint.</summary>
    /// <param name="vm">The VM's name or id.</param>
    /// <param name="checkpoint">The checkpoint's name or id.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.CheckpointNotFound"/>.</exception>
    public Checkpoint Get(string vm, string checkpoint) => List(vm).Get(checkpoint, vm);

    /// <summary>Makes a checkpoint: of all its disks at the same moment, or none.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="wish">What is wanted.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">It makes no sense now, or could not be made; nothing is left of it.</exception>
    public async Task<Checkpoint> CreateAsync(string vm, CheckpointWish wish, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(vm, "checkpoint", cancellationToken);
        CheckpointPlan.ThrowUnlessFit(held.Vm, wish.Quiesce);
        _core.DiskJobs.ThrowIfAny(held.Vm, "get a checkpoint");
        var definition = _settling.DefinitionOf(held.Vm.Id, held.Live);
        var checkpoint = CheckpointPlan.Of(_book.Of(held.Vm.Id), definition, wish, _core.Clock.GetUtcNow());
        var places = checkpoint.Disks.Select(item => CheckpointSettling.PlaceOf(definition, item)!).ToList();
        await ThrowUnlessFreeAsync(held, definition, checkpoint, cancellationToken);
        await _book.SaveAsync(_book.Of(held.Vm.Id).Drop(checkpoint.Disks));
        try
        {
            await AddAsync(held, places, wish.Quiesce, cancellationToken);
            await _book.SaveAsync(_book.Of(held.Vm.Id).With(checkpoint));
        }
        catch
        {
            await _settling.SettleQuietlyAsync(held.Vm.Id, held.Live);
            throw;
        }

        _core.States.Announce(EventKind.CheckpointCreated, held.Vm, checkpoint.Name);
        return checkpoint;
    }

    /// <summary>Deletes checkpoints; what others know stays.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="checkpoint">The checkpoint's name or id.</param>
    /// <param name="scope">What goes with it.</param>
    /// <param name="recordOnly">Whether the bitmaps stay in the images, unknown to Lodge.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">There is no such checkpoint.</exception>
    public async Task DeleteAsync(string vm, string checkpoint, CheckpointScope scope, bool recordOnly, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(vm, "deletion of a checkpoint", cancellationToken);
        var set = _book.Of(held.Vm.Id);
        var gone = set.Scoped(set.Get(checkpoint, held.Vm.Name), scope);
        var left = gone.Aggregate(set, (now, item) => now.Without(item.Id));
        await _book.SaveAsync(recordOnly ? left : left.Drop(gone.SelectMany(item => item.Disks)));
        foreach (var item in gone)
        {
            _core.States.Announce(EventKind.CheckpointDeleted, held.Vm, item.Name);
        }

        await _settling.SettleQuietlyAsync(held.Vm.Id, held.Live);
    }

    /// <summary>Takes a checkpoint that was made before, or says in other words what one is for.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="known">The checkpoint.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">It makes no sense; or a bitmap is not there, and must be.</exception>
    public async Task<Checkpoint> RedefineAsync(string vm, KnownCheckpoint known, CancellationToken cancellationToken)
    {
        using var held = await HoldAsync(vm, "change of a checkpoint", cancellationToken);
        CheckpointPlan.ThrowUnlessFit(held.Vm, quiesce: false);
        var set = _book.Of(held.Vm.Id);
        if (set.Checkpoints.FirstOrDefault(item => item.Name == known.Name) is { } present)
        {
            ThrowUnlessSame(set, present, known);
            await _book.SaveAsync(set with { Checkpoints = [.. set.Checkpoints.Select(item => item == present ? item with { Description = known.Description } : item)] });
        }
        else
        {
            var taken = CheckpointPlan.Of(set, _settling.DefinitionOf(held.Vm.Id, held.Live), known, _core.Clock.GetUtcNow());
            await ThrowIfLostAsync(held, taken, known.MustBeSound, cancellationToken);
            await _book.SaveAsync(set.With(taken) with { CurrentId = taken.ParentId == set.CurrentId ? taken.Id : set.CurrentId });
        }

        await _settling.SettleQuietlyAsync(held.Vm.Id, held.Live);
        return _book.Of(held.Vm.Id).Get(known.Name, held.Vm.Name);
    }

    /// <summary>How much was written to each disk since a checkpoint, bytes, in units of 64 KiB. The VM is live.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="checkpoint">The checkpoint's name or id.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="LodgeException">There is no such checkpoint, it is broken, or the VM is stopped.</exception>
    public async Task<IReadOnlyDictionary<string, long>> MeasureAsync(string vm, string checkpoint, CancellationToken cancellationToken)
    {
        var present = _core.Inventory.Get(vm);
        var found = Get(vm, checkpoint);
        ThrowIfBroken(found, present.Name);
        var live = _core.Live.Get(present, "be asked what was written");
        var sizes = new Dictionary<string, long>();
        foreach (var item in found.Disks)
        {
            var place = CheckpointSettling.PlaceOf(live.Intent.Definition, item);
            var bitmaps = place is null ? null : await live.Process.Bitmaps.ListAsync(place.Path, cancellationToken);
            sizes[item.Disk] = bitmaps?.FirstOrDefault(bitmap => bitmap is { IsSound: true } && bitmap.Name == item.Bitmap)?.Dirty
                ?? throw Broken(found, present.Name, $"the bitmap of disk {item.Disk} is lost");
        }

        return sizes;
    }

    /// <summary>What is there when images change places.</summary>
    internal CheckpointCarrying Carrying { get; }

    /// <summary>Reads what is durable.</summary>
    internal Task LoadAsync(CancellationToken cancellationToken) => _book.LoadAsync(cancellationToken);

    /// <summary>Compares records and images where no daemon did since. The caller holds the VM.</summary>
    internal Task SettleAsync(Guid vmId, LiveVm? live, bool hasMoved = false) => _settling.SettleQuietlyAsync(vmId, live, hasMoved);

    /// <summary>Has no checkpoint of a stopped VM be trusted any more, durably, as its images are about to show another state. The caller holds the VM.</summary>
    internal Task BreakAsync(Guid vmId, string problem) => _settling.BreakAsync(vmId, problem);

    /// <summary>Settles what former daemons left.</summary>
    internal async Task RecoverAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _book.Vms)
        {
            using var pass = await _core.Gates.QueueAsync(id, "recovery", cancellationToken);
            var live = _core.Live.Find(id);
            if (_core.Inventory.Find(id) is { } vm && vm.Status.IsLive == live is not null)
            {
                await _settling.SettleQuietlyAsync(id, live);
            }
        }
    }

    /// <summary>Refuses to delete a VM that has checkpoints.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>.</exception>
    internal void ThrowIfAny(Vm vm)
    {
        if (_book.Of(vm.Id).Checkpoints is { Count: > 0 } checkpoints)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' has {checkpoints.Count} checkpoint{(checkpoints.Count == 1 ? "" : "s")}, which would be lost.",
                $"Delete them first: 'lodge checkpoint delete {vm.Name} {checkpoints[0].Name} --children'.");
        }
    }

    /// <summary>Forgets a VM that is being deleted; bitmaps stay in its images.</summary>
    internal Task ForgetAsync(Guid vmId) => _book.ForgetAsync(vmId);

    private async Task<HeldVm> HoldAsync(string vm, string operation, CancellationToken cancellationToken)
    {
        var present = _core.Inventory.Get(vm);
        var pass = await _core.Gates.EnterAsync(present.Id, operation, cancellationToken, present.Name);
        try
        {
            var vmNow = _core.Inventory.Get(present.Id);
            var held = new HeldVm(pass, vmNow, vmNow.Status.IsLive ? _core.Live.Get(vmNow, "have its checkpoints changed") : null);
            await _core.Snapshots.SettleAsync(present.Id, held.Live, cancellationToken);
            await _settling.SweepAsync(present.Id, held.Live, cancellationToken);
            return held;
        }
        catch
        {
            pass.Dispose();
            throw;
        }
    }

    private async Task ThrowUnlessFreeAsync(HeldVm held, VmDefinition definition, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        foreach (var item in checkpoint.Disks)
        {
            var disk = definition.Disks.First(other => other.Name == item.Disk);
            var there = await _settling.BitmapsOf(held.Live).ListAsync(disk.Source!.HostPath()!, cancellationToken) ?? throw CheckpointPlan.Unfit(disk);
            if (there.Any(bitmap => bitmap.Name == item.Bitmap))
            {
                throw new LodgeException(
                    ErrorCode.InvalidState,
                    $"The image of disk '{disk.Name}' has a bitmap '{item.Bitmap}' already, which no checkpoint of VM '{held.Vm.Name}' has.",
                    "Choose another name; or have Lodge take the checkpoint that it belongs to: 'virsh checkpoint-create --redefine'.");
            }
        }
    }

    private async Task AddAsync(HeldVm held, IReadOnlyList<BitmapPlace> places, bool quiesce, CancellationToken cancellationToken)
    {
        var isFrozen = false;
        try
        {
            if (quiesce)
            {
                isFrozen = (await _core.Freezing.FreezeAsync(held.Vm.Id.ToString(), null, s_longestFreeze, cancellationToken)).Frozen;
            }

            await _settling.BitmapsOf(held.Live).AddAsync(places, CancellationToken.None);
        }
        finally
        {
            if (isFrozen)
            {
                await ThawAsync(held.Vm);
            }
        }
    }

    private async Task ThawAsync(Vm vm)
    {
        try
        {
            await _core.Freezing.ThawAsync(vm.Id.ToString(), CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            ThawsLate(_logger, vm.Name, failure.Message); // The promise to thaw stands, and is kept when its time is over.
        }
    }

    private async Task ThrowIfLostAsync(HeldVm held, Checkpoint taken, bool mustBeSound, CancellationToken cancellationToken)
    {
        foreach (var item in mustBeSound ? taken.Disks : [])
        {
            var place = CheckpointSettling.PlaceOf(taken.Definition, item);
            var there = place is null ? null : await _settling.BitmapsOf(held.Live).ListAsync(place.Path, cancellationToken);
            if (there?.Any(bitmap => bitmap.Name == item.Bitmap && bitmap.IsSound) != true)
            {
                throw Broken(taken, held.Vm.Name, $"the image of disk {item.Disk} has no bitmap '{item.Bitmap}' without gaps");
            }
        }
    }

    private static void ThrowUnlessSame(VmCheckpoints set, Checkpoint present, KnownCheckpoint known)
    {
        if (known.Parent != set.Checkpoints.FirstOrDefault(item => item.Id == present.ParentId)?.Name
            || (known.Disks is { } disks && !disks.ToHashSet().SetEquals(present.Disks)))
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"The parent and the disks of checkpoint '{present.Name}' are what they are; only its description can change.");
        }
    }

    private static void ThrowIfBroken(Checkpoint checkpoint, string vm)
    {
        if (checkpoint.Problem is { } problem)
        {
            throw Broken(checkpoint, vm, problem);
        }
    }

    private static LodgeException Broken(Checkpoint checkpoint, string vm, string problem) => new(
        ErrorCode.CheckpointBroken,
        $"Checkpoint '{checkpoint.Name}' of VM '{vm}' cannot be trusted: {problem}.",
        "Make a new full backup with a new checkpoint, and delete this one.");

    private sealed record HeldVm(Pass Pass, Vm Vm, LiveVm? Live) : IDisposable
    {
        public void Dispose() => Pass.Dispose();
    }

    [LoggerMessage(2753, LogLevel.Warning, "The guest of VM {Vm} could not be thawed after its checkpoint and is thawed later: {Problem}")]
    private static partial void ThawsLate(ILogger logger, string vm, string problem);
}
