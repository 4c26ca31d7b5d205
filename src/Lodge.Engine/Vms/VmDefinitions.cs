using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Lodge.Model.Vms.Validation;

namespace Lodge.Engine.Vms;

/// <summary>Creating, changing, renaming and deleting definitions. Durable before anyone can see it.</summary>
public sealed class VmDefinitions
{
    private readonly VmCore _core;
    private readonly IStore _store;
    private readonly IHypervisor _hypervisor;
    private readonly NameClaims _claims;

    internal VmDefinitions(VmCore core, IStore store, IHypervisor hypervisor) =>
        (_core, _store, _hypervisor, _claims) = (core, store, hypervisor, new NameClaims(core.Inventory));

    /// <summary>Defines a new, persistent VM.</summary>
    /// <exception cref="LodgeException">The definition has flaws, or its name is taken; nothing was changed.</exception>
    public Task<Vm> DefineAsync(VmDefinition definition, CancellationToken cancellationToken) =>
        CreateAsync(definition, persistent: true, cancellationToken);

    /// <summary>The program and arguments that a definition would be started with now. Nothing is stored or started.</summary>
    /// <param name="definition">The definition; one of a VM that is there is completed as that VM's.</param>
    /// <param name="cancellationToken">Ends the looking into images.</param>
    /// <exception cref="LodgeException">The definition has flaws, or this host cannot run it.</exception>
    public async Task<IReadOnlyList<string>> PreviewAsync(VmDefinition definition, CancellationToken cancellationToken)
    {
        var present = _core.Inventory.Find(definition.Id)?.Definition;
        var complete = await _core.Completion.CompleteAsync(definition, present, null, cancellationToken);
        return await _hypervisor.PreviewAsync(complete, cancellationToken);
    }

    /// <summary>Replaces the definition that the next start will use.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="definition">The new one; its id may be left out, its name must be the present one.</param>
    /// <param name="expectedRevision">The revision that the change is based on; null to change whatever is there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Vm> ReplaceAsync(string vm, VmDefinition definition, long? expectedRevision, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "change of its definition", cancellationToken);
        var before = _core.Inventory.Get(id);
        ThrowIfChanged(before, expectedRevision);
        ThrowIfOther(before, definition);
        ThrowIfTransient(before, "changed");
        var complete = await _core.Completion.CompleteAsync(definition, before.Definition, before.Runtime?.Definition, cancellationToken);
        return await StoreAsync(before, complete, EventKind.VmChanged, null);
    }

    /// <summary>Gives a running transient VM a definition that outlives it.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="definition">What the next start will use; its id may be left out, its name must be the present one.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<Vm> PersistAsync(string vm, VmDefinition definition, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "change of its definition", cancellationToken);
        var before = _core.Inventory.Get(id);
        ThrowIfOther(before, definition);
        var complete = await _core.Completion.CompleteAsync(definition, before.Definition, before.Runtime?.Definition, cancellationToken);
        var revision = before.Revision + 1;
        await _store.SaveVmAsync(complete, revision, CancellationToken.None);
        _core.Live.Find(id)?.Amend(intent => intent with { Persistent = true });
        var after = _core.Inventory.Update(id, now => now with { Definition = complete, Revision = revision, Persistent = true }) ?? before;
        _core.States.Announce(EventKind.VmDefined, after);
        return after;
    }

    /// <summary>Gives a VM another name. A running VM keeps running.</summary>
    public async Task<Vm> RenameAsync(string vm, string newName, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "renaming", cancellationToken);
        var before = _core.Inventory.Get(id);
        ThrowIfTransient(before, "renamed");
        var renamed = before.Definition with { Name = newName };
        VmValidator.ThrowIfFlawed(renamed);
        using var claim = _claims.TakeName(newName, id);
        return await StoreAsync(before, renamed, EventKind.VmRenamed, before.Name);
    }

    /// <summary>Deletes a definition. A running VM goes on as a transient one.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="discardSave">Also throw a managed save away; without it a VM that has one is refused.</param>
    /// <param name="expectedRevision">The revision that the caller saw; null to delete whatever is there.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task UndefineAsync(string vm, bool discardSave, long? expectedRevision, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "deletion", cancellationToken);
        var before = _core.Inventory.Get(id);
        ThrowIfChanged(before, expectedRevision);
        ThrowIfTransient(before, "deleted");
        if (before.HasManagedSave && !discardSave)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"VM '{before.Name}' has a managed save, which would be lost.",
                $"Delete it with its save: 'lodge delete {before.Name} --discard-save'.");
        }

        _core.Snapshots.ThrowIfAny(before);
        _core.Checkpoints.ThrowIfAny(before);
        before = before.Status.IsLive ? before.Held() : before;
        await _core.Snapshots.ForgetAsync(id);
        await _core.Checkpoints.ForgetAsync(id);
        await _store.DeleteVmAsync(id, CancellationToken.None);
        if (before.HasManagedSave)
        {
            _core.Saving.Discard(id);
        }

        await DropAsync(before);
    }

    /// <summary>Writes down what the mode host-model means, where that could not be found when the VM was defined. The caller holds the VM.</summary>
    internal async Task<Vm> SettleCpuAsync(Vm vm, CancellationToken cancellationToken)
    {
        var present = vm.Definition;
        var settled = await _core.Completion.SettleCpuAsync(present, cancellationToken);
        if (ReferenceEquals(settled, present))
        {
            return vm;
        }

        return vm.Persistent
            ? await StoreAsync(vm, settled, EventKind.VmChanged, null)
            : _core.Inventory.Update(vm.Id, now => now with { Definition = settled }) ?? vm;
    }

    /// <summary>Adds a VM; a persistent one is durable before it can be seen.</summary>
    internal async Task<Vm> CreateAsync(VmDefinition definition, bool persistent, CancellationToken cancellationToken)
    {
        VmValidator.ThrowIfFlawed(definition);
        _core.Inventory.ThrowIfTaken(definition.Name, definition.Id, allowSame: false);
        var complete = await _core.Completion.CompleteAsync(definition, null, null, cancellationToken);
        using var claim = _claims.TakeNew(complete.Name, complete.Id);
        if (persistent)
        {
            await _store.SaveVmAsync(complete, 1, CancellationToken.None);
        }

        var vm = new Vm
        {
            Definition = complete,
            Persistent = persistent,
            Status = new VmStatus(VmState.Stopped, VmReason.NeverStarted, _core.Clock.GetUtcNow()),
        };
        _core.Inventory.Add(vm);
        _core.States.Announce(EventKind.VmDefined, vm);
        return vm;
    }

    /// <summary>Takes a VM back whose first start failed.</summary>
    internal async Task TakeBackAsync(Guid vmId, bool onlyTransient = false)
    {
        if (_core.Inventory.Find(vmId) is not { Status.IsLive: false } vm || (onlyTransient && vm.Persistent))
        {
            return;
        }

        if (vm.Persistent)
        {
            await _store.DeleteVmAsync(vmId, CancellationToken.None);
        }

        _core.Inventory.Remove(vmId);
        _core.Gates.Forget(vmId);
        _core.States.Announce(EventKind.VmUndefined, vm);
        await _hypervisor.ForgetAsync(vmId, CancellationToken.None);
    }

    private async Task DropAsync(Vm vm)
    {
        _core.States.Announce(EventKind.VmUndefined, vm);
        if (vm.Status.IsLive)
        {
            _core.Inventory.Update(vm.Id, now => now with { Definition = vm.Definition, Persistent = false });
            _core.Live.Find(vm.Id)?.Amend(intent => intent with { Persistent = false });
            return;
        }

        _core.Inventory.Remove(vm.Id);
        _core.Gates.Forget(vm.Id);
        await _hypervisor.ForgetAsync(vm.Id, CancellationToken.None);
    }

    internal async Task<Vm> StoreAsync(Vm before, VmDefinition definition, EventKind kind, string? detail)
    {
        var revision = before.Revision + 1;
        await _store.SaveVmAsync(definition, revision, CancellationToken.None);
        var after = _core.Inventory.Update(before.Id, vm => vm with { Definition = definition, Revision = revision }) ?? before;
        _core.States.Announce(kind, after, detail);
        return after;
    }

    internal static void ThrowIfChanged(Vm vm, long? expectedRevision)
    {
        if (expectedRevision is { } expected && expected != vm.Revision)
        {
            throw new LodgeException(
                ErrorCode.RevisionMismatch,
                $"The definition of VM '{vm.Name}' was changed by somebody else: it is at revision {vm.Revision}, and this change is based on {expected}.",
                "Read it again, and apply the change to what is there now.");
        }
    }

    internal static void ThrowIfOther(Vm vm, VmDefinition definition)
    {
        if (definition.Id != Guid.Empty && definition.Id != vm.Id)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The id of VM '{vm.Name}' is {vm.Id} and cannot change to {definition.Id}.", "Leave the id out, or as it is.");
        }

        if (definition.Name != vm.Name)
        {
            throw new LodgeException(ErrorCode.InvalidArgument, $"The new definition of VM '{vm.Name}' is named '{definition.Name}'.", $"Rename it on its own: 'lodge rename {vm.Name} {definition.Name}'.");
        }
    }

    internal static void ThrowIfTransient(Vm vm, string verb)
    {
        if (!vm.Persistent)
        {
            throw new LodgeException(ErrorCode.InvalidState, $"VM '{vm.Name}' is transient and cannot be {verb}: it has no definition that would outlive it.", $"End it with 'lodge kill {vm.Name}', or let it stop by itself.");
        }
    }
}
