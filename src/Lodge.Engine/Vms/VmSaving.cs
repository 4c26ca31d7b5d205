using Lodge.Engine.Jobs;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Jobs;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Engine.Vms;

/// <summary>Saving a VM's memory to disk, and going on from there.</summary>
public sealed class VmSaving
{
    private readonly VmCore _core;
    private readonly ISavedStates _files;

    internal VmSaving(VmCore core, ISavedStates files) => (_core, _files) = (core, files);

    /// <summary>Saves a live VM and ends its QEMU.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="path">Absolute path of a file that does not exist yet; null for a managed save, which the next start goes on from.</param>
    /// <param name="paused">Whether the guest stands still when it is brought back; null: as it does now.</param>
    /// <param name="rewrite">Makes what the saved state says of the VM, of what runs; null for that itself. Refused when the guest would notice it.</param>
    /// <returns>The job, under way.</returns>
    public Job Save(string vm, string? path, bool? paused = null, Func<VmDefinition, VmDefinition>? rewrite = null)
    {
        var present = _core.Inventory.Get(vm);
        _core.States.ThrowUnless(present, VmTrigger.SaveRequested, "be saved");
        _core.DiskJobs.ThrowIfAny(present, "be saved");
        if (path is null && !present.Persistent)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{present.Name}' is transient: it is forgotten when it stops, and a managed save with it.",
                $"Save it to a file of your own: 'lodge save {present.Name} --to /path/to/file'.");
        }

        if (path is not null)
        {
            NewFile.ThrowIfUnfit(path, "save");
        }

        return _core.Jobs.Run(JobKind.Save, present.Id, present.Name, (progress, token) => SaveAsync(present.Id, new SaveWish(path, paused, rewrite), progress, token));
    }

    /// <summary>Brings back the VM that was saved to a file; the file stays.</summary>
    /// <param name="path">Absolute path of the saved state.</param>
    /// <param name="paused">Whether the guest stands still then; null: as the saved state says.</param>
    /// <param name="rewrite">Makes what it is brought back as, of what the saved state says; null for that itself. Refused when the guest would notice it.</param>
    /// <param name="cancellationToken">Ends the reading of the file's head.</param>
    /// <returns>The job, under way.</returns>
    public async Task<Job> RestoreAsync(string path, bool? paused, Func<VmDefinition, VmDefinition>? rewrite, CancellationToken cancellationToken)
    {
        var header = await _files.ReadHeaderAsync(path, cancellationToken);
        if (rewrite is not null)
        {
            header = header with { Definition = await _core.SavedDefinitions.FitAsync(header.Definition, rewrite(header.Definition), cancellationToken) };
        }

        var vm = _core.Inventory.Find(header.Definition.Id);
        if (vm is not null)
        {
            _core.States.ThrowUnless(vm, VmTrigger.RestoreRequested, "be restored");
            ThrowIfSaved(vm);
        }

        vm ??= await _core.Definitions.CreateAsync(header.Definition, persistent: false, cancellationToken);
        var plan = new StartPlan(paused ?? header.WasPaused, path, Definition: header.Definition with { Name = vm.Name });
        return _core.Jobs.Run(JobKind.Restore, vm.Id, vm.Name, (progress, token) => RestoreAsync(vm.Id, plan, progress, token));
    }

    /// <summary>What a saved state is of.</summary>
    /// <param name="path">Absolute path of the saved state.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">The file is missing, unreadable, or no saved state.</exception>
    public Task<SavedStateHeader> ReadAsync(string path, CancellationToken cancellationToken) => _files.ReadHeaderAsync(path, cancellationToken);

    /// <summary>What a VM's managed save is of.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="LodgeException">The VM has none, or its file is damaged.</exception>
    public async Task<SavedStateHeader> ReadManagedAsync(string vm, CancellationToken cancellationToken)
    {
        var present = ThrowUnlessSaved(_core.Inventory.Get(vm));
        var header = await _files.ReadHeaderAsync(_files.ManagedPath(present.Id), cancellationToken);
        return header with { Definition = header.Definition with { Name = present.Name } };
    }

    /// <summary>Throws a managed save away: the next start boots.</summary>
    public async Task<Vm> DiscardAsync(string vm, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "discarding of the save", cancellationToken);
        return Discard(ThrowUnlessSaved(_core.Inventory.Get(id)).Id);
    }

    /// <summary>Deletes a managed save. The caller holds the VM.</summary>
    internal Vm Discard(Guid vmId)
    {
        _files.Delete(vmId);
        return _core.Inventory.Update(vmId, vm => vm with { HasManagedSave = false }) ?? _core.Inventory.Get(vmId);
    }

    /// <summary>Starts a VM from its managed save. The caller holds the VM.</summary>
    internal async Task<Vm> RestoreManagedAsync(Guid vmId, bool paused, CancellationToken cancellationToken)
    {
        var path = _files.ManagedPath(vmId);
        var header = await _files.ReadHeaderAsync(path, cancellationToken);
        var definition = header.Definition with { Name = _core.Inventory.Get(vmId).Name };
        return await _core.Starter.StartAsync(vmId, new StartPlan(paused || header.WasPaused, path, ConsumesManagedSave: true, definition), cancellationToken);
    }

    private async Task RestoreAsync(Guid vmId, StartPlan plan, JobProgress progress, CancellationToken cancellationToken)
    {
        try
        {
            using var pass = await _core.Gates.EnterAsync(vmId, "restore", cancellationToken);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pass.Preempted);
            progress.Step("reading the guest's memory");
            await _core.Starter.StartAsync(vmId, plan, either.Token);
        }
        catch
        {
            await _core.Definitions.TakeBackAsync(vmId, onlyTransient: true);
            throw;
        }
    }

    private async Task SaveAsync(Guid vmId, SaveWish wish, JobProgress progress, CancellationToken cancellationToken)
    {
        using var pass = await _core.Gates.EnterAsync(vmId, "save", cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pass.Preempted);
        var vm = _core.Inventory.Get(vmId);
        var live = _core.Live.Get(vmId, vm.Name);
        var wasPaused = vm.Status.State == VmState.Paused;
        var target = wish.Path ?? _files.ManagedPath(vmId);
        _core.States.ThrowUnless(vm, VmTrigger.SaveRequested, "be saved");
        var header = await HeaderAsync(live, wish, wasPaused, either.Token);
        live.Amend(intent => intent with { Operation = RunOperation.Saving, Paused = wasPaused, SavedState = target });
        try
        {
            _core.States.Demand(vmId, VmTrigger.SaveRequested, "be saved");
            await live.Process.PauseAsync(either.Token);
            var share = new SynchronousProgress<double>(done => progress.Report((done, "writing the guest's memory")));
            await live.Process.SaveAsync(target, header, share, either.Token);
        }
        catch (Exception failure)
        {
            await UndoAsync(live, wasPaused, failure);
            throw;
        }

        progress.Step("ending QEMU");
        if (wish.Path is null)
        {
            _core.Inventory.Update(vmId, now => now with { HasManagedSave = true });
        }

        await _core.Ender.EndAsync(vmId, VmTrigger.SaveCompleted, wish.Path, CancellationToken.None);
    }

    private async Task UndoAsync(LiveVm live, bool wasPaused, Exception failure)
    {
        var detail = failure is LodgeException known ? known.Error.Message : null;
        if (live.Process.Exited.IsCompleted)
        {
            return; // The supervisor sees the end of the process and settles the VM.
        }

        if (!wasPaused && !await TryResumeAsync(live))
        {
            return;
        }

        _core.States.Apply(live.VmId, wasPaused ? VmTrigger.SaveFailedPaused : VmTrigger.SaveFailedRunning, detail);
        live.Amend(intent => intent with { Operation = RunOperation.None, Paused = false, SavedState = null });
    }

    private async Task<bool> TryResumeAsync(LiveVm live)
    {
        try
        {
            await live.Process.ResumeAsync(CancellationToken.None);
            return true;
        }
        catch (LodgeException failure)
        {
            _core.States.Apply(live.VmId, VmTrigger.SaveFailedPaused, $"the save failed, and then the guest could not be resumed: {failure.Message}");
            live.Amend(intent => intent with { Operation = RunOperation.None, Paused = false, SavedState = null });
            return false;
        }
    }

    private async Task<SavedStateHeader> HeaderAsync(LiveVm live, SaveWish wish, bool wasPaused, CancellationToken cancellationToken) => new()
    {
        Definition = wish.Rewrite is { } rewrite
            ? await _core.SavedDefinitions.FitAsync(live.Intent.Definition, rewrite(live.Intent.Definition), cancellationToken) : live.Intent.Definition,
        WasPaused = wish.Paused ?? wasPaused,
        SavedAt = _core.Clock.GetUtcNow(),
        QemuVersion = live.Process.Runtime.QemuVersion,
        MachineName = live.Process.Runtime.MachineName,
    };

    internal static Vm ThrowUnlessSaved(Vm vm) => vm.HasManagedSave
        ? vm
        : throw new LodgeException(ErrorCode.InvalidState, $"VM '{vm.Name}' has no managed save.", $"Make one with 'lodge save {vm.Name}', while it runs.");

    private static void ThrowIfSaved(Vm vm)
    {
        if (vm.HasManagedSave)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{vm.Name}' has a managed save, which restoring a file would put out of step with its disks.",
                $"Start it from that save with 'lodge start {vm.Name}', or throw the save away first.");
        }
    }

    // Where to, how the guest is when it is brought back, and as what.
    private sealed record SaveWish(string? Path, bool? Paused, Func<VmDefinition, VmDefinition>? Rewrite);
}
