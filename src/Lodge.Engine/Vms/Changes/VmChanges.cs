using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Vms.Changes;

/// <summary>
/// Changes definitions and running VMs together. A definition is durable before QEMU is touched; when QEMU refuses,
/// what was done is taken back and the definition with it.
/// </summary>
public sealed class VmChanges
{
    private readonly VmCore _core;
    private readonly IStore _store;
    private readonly IHypervisor _hypervisor;
    private readonly LiveApplication _application;

    internal VmChanges(VmCore core, IStore store, IHypervisor hypervisor) =>
        (_core, _store, _hypervisor, _application) = (core, store, hypervisor, new LiveApplication(core));

    /// <summary>Replaces a definition; what a running VM can take of it is done at once, the rest waits for the next start.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="definition">The new one; its id may be left out, its name must be the present one.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM and the guest.</param>
    /// <exception cref="LodgeException">Refused, or failed and taken back; with <see cref="ChangeScope.Live"/> also when a part would have to wait.</exception>
    public Task<ChangeOutcome> ReplaceAsync(string vm, VmDefinition definition, ChangeRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(vm, request, async before =>
        {
            VmDefinitions.ThrowIfOther(before, definition);
            var running = Running(before);
            if (Keeps(before, request))
            {
                var stored = await _core.Completion.CompleteAsync(definition, before.Definition, running, cancellationToken);
                return new Targets(stored, running is null ? null : DefinitionMerge.Into(running, before.Definition, stored), Strict: false);
            }

            var wanted = await _core.Completion.CompleteRunningAsync(definition, running!, before.Definition, cancellationToken);
            return new Targets(null, wanted, Strict: true);
        }, cancellationToken);

    /// <summary>
    /// Makes the same small change to the definition and to what runs, which may differ in everything else. All of it is
    /// made, or none.
    /// </summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="edit">Makes the change to one definition; it is called for each that is changed, and may throw.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM and the guest.</param>
    /// <exception cref="LodgeException">Refused, or failed and taken back; also when a running VM would have to wait for a part.</exception>
    public Task<ChangeOutcome> EditAsync(
        string vm, Func<VmDefinition, VmDefinition> edit, ChangeRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(vm, request, async before =>
        {
            var running = Touches(before, request) ? Running(before) : null;
            var stored = Keeps(before, request)
                ? await _core.Completion.CompleteAsync(edit(before.Definition), before.Definition, Running(before), cancellationToken) : null;
            var wanted = running is null
                ? null : await _core.Completion.CompleteRunningAsync(edit(running), running, before.Definition, cancellationToken);
            return new Targets(stored, wanted, Strict: true);
        }, cancellationToken);

    /// <summary>Adds a device.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="device">The device; alias and address may be left out.</param>
    /// <param name="request">How. A running VM has it at once, or the attempt fails.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">Refused, or failed and taken back.</exception>
    public Task<ChangeOutcome> AttachAsync(string vm, DeviceDefinition device, ChangeRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(vm, request, async before =>
        {
            ThrowIfAliasTaken(before, device);
            VmDefinition? wanted = null;
            var added = device;
            if (Touches(before, request) && Running(before) is { } running)
            {
                PlugRules.ThrowIfFixed(device, running);
                wanted = await _core.Completion.CompleteRunningAsync(DeviceEditing.With(running, device), running, before.Definition, cancellationToken);
                added = wanted.FindDevice(NewDevices.AliasOf(wanted, running, device)!)!;
            }

            var stored = Keeps(before, request)
                ? await _core.Completion.CompleteAsync(DeviceEditing.With(before.Definition, added), before.Definition, wanted ?? Running(before), cancellationToken)
                : null;
            return new Targets(stored, wanted, Strict: true, wanted is null ? NewDevices.AliasOf(stored!, before.Definition, device) : added.Alias);
        }, cancellationToken);

    /// <summary>Takes a device away. A running guest is asked to release it.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="device">Alias, or name of a disk, or MAC address of a card.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM and the guest.</param>
    /// <exception cref="LodgeException">There is no such device; the guest has not released it in time; refused.</exception>
    public Task<ChangeOutcome> DetachAsync(string vm, string device, ChangeRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(vm, request, before =>
        {
            var running = Touches(before, request) ? Running(before) : null;
            var kept = Keeps(before, request) ? before.Definition : null;
            var alias = DeviceNames.AliasOf(device, before.Name, running, kept);
            PlugRules.ThrowIfInUse(alias, running);
            PlugRules.ThrowIfInUse(alias, kept);
            if (running?.FindDevice(alias) is { } present)
            {
                PlugRules.ThrowIfFixed(present, running);
            }

            return Task.FromResult(new Targets(Without(kept, alias), Without(running, alias), Strict: true, alias));
        }, cancellationToken);

    /// <summary>Changes a device in place: its medium, its limits, its link.</summary>
    /// <param name="vm">Name or id.</param>
    /// <param name="device">The device as it shall be, with the alias of the present one.</param>
    /// <param name="request">How. A running VM has it at once, or the attempt fails.</param>
    /// <param name="cancellationToken">Ends the waiting for the VM.</param>
    /// <exception cref="LodgeException">There is no such device; it cannot change so while the guest runs; refused.</exception>
    public Task<ChangeOutcome> UpdateAsync(string vm, DeviceDefinition device, ChangeRequest request, CancellationToken cancellationToken) =>
        InTurnAsync(vm, request, async before =>
        {
            var running = Touches(before, request) ? Running(before) : null;
            var kept = Keeps(before, request) ? before.Definition : null;
            var alias = DeviceNames.AliasOf(device.Alias ?? "", before.Name, running, kept);
            var after = device with { Alias = alias };
            return new Targets(
                await WithAsync(kept, after, cancellationToken), await WithAsync(running, after, cancellationToken), Strict: true, alias);
        }, cancellationToken);

    private async Task<ChangeOutcome> InTurnAsync(
        string vm, ChangeRequest request, Func<Vm, Task<Targets>> aim, CancellationToken cancellationToken)
    {
        var id = _core.Inventory.Get(vm).Id;
        using var pass = await _core.Gates.EnterAsync(id, "change", cancellationToken);
        var before = _core.Inventory.Get(id).Held();
        VmDefinitions.ThrowIfChanged(before, request.ExpectedRevision);
        ThrowUnlessPossible(before, request);
        var targets = await aim(before);
        await ThrowIfNotHadHereAsync(before.Definition, targets.Stored, cancellationToken);
        var live = Touches(before, request) ? _core.Live.Find(id) : null;
        var plan = live is null || targets.Running is null
            ? null
            : await LiveApplication.PostponeAsync(live, ChangePlanner.Plan(live.Intent.Definition, targets.Running), cancellationToken);
        if (plan is { Waiting.Count: > 0 } && targets.Strict)
        {
            throw PlugRules.NotWhileRunning(before.Name, plan.Waiting);
        }

        var outcome = await CarryOutAsync(before, targets.Stored, live, plan, request, cancellationToken);
        var leftOver = targets is { Stored: not null, Device: null } ? WaitingChanges.LeftOver(outcome) : [];
        return outcome with { Device = targets.Device, Waiting = [.. outcome.Waiting, .. leftOver] };
    }

    // What the host lacked before, it may lack afterwards too: another host may be meant.
    private async Task ThrowIfNotHadHereAsync(VmDefinition before, VmDefinition? after, CancellationToken cancellationToken)
    {
        if (after is not null && await WhatIsNotHadAsync(after) is { } trouble && (await WhatIsNotHadAsync(before))?.Error != trouble.Error)
        {
            throw new LodgeException(trouble.Error with { Remedy = $"{trouble.Error.Remedy} Nothing was changed.".TrimStart() }, trouble);
        }

        async Task<LodgeException?> WhatIsNotHadAsync(VmDefinition definition)
        {
            try
            {
                await _hypervisor.CheckNamesAsync(definition, cancellationToken);
                return null;
            }
            catch (LodgeException trouble)
            {
                return trouble;
            }
        }
    }

    private async Task<ChangeOutcome> CarryOutAsync(
        Vm before, VmDefinition? stored, LiveVm? live, ChangePlan? plan, ChangeRequest request, CancellationToken cancellationToken)
    {
        var revision = before.Revision + (stored is null ? 0 : 1);
        if (stored is not null)
        {
            await _store.SaveVmAsync(stored, revision, CancellationToken.None);
        }

        try
        {
            if (live is not null && plan is not null)
            {
                await _application.ApplyAsync(live, plan, new ChangeManner(request.Patience, request.Force) { Secrets = _core.Secrets }, cancellationToken);
            }
        }
        catch when (stored is not null)
        {
            await _store.SaveVmAsync(before.Definition, before.Revision, CancellationToken.None);
            throw;
        }

        var after = _core.Inventory.Update(before.Id, now => now with { Definition = stored ?? now.Definition, Revision = revision }) ?? before;
        if (live is not null && plan is not null)
        {
            after = _application.Settle(live, plan.After, after, live.Intent.Differs);
        }

        _core.States.Announce(stored is null ? EventKind.VmRunningChanged : EventKind.VmChanged, after);
        return new ChangeOutcome(after, [.. plan?.Steps.Select(step => step.What) ?? []], WaitingChanges.Of(before, after, plan));
    }

    private async Task<VmDefinition?> WithAsync(VmDefinition? definition, DeviceDefinition device, CancellationToken cancellationToken) =>
        definition?.FindDevice(device.Alias!) is not { } present
            ? definition
            : await _core.Completion.CompleteAsync(
                DeviceEditing.With(definition, device with { Address = device.Address ?? present.Address }), definition, null, cancellationToken);

    private static VmDefinition? Without(VmDefinition? definition, string alias) =>
        definition is null ? null : DeviceEditing.Without(definition, alias);

    private VmDefinition? Running(Vm vm) => _core.Live.Find(vm.Id)?.Intent.Definition;

    private static bool Touches(Vm vm, ChangeRequest request) => vm.Status.IsLive && request.Scope != ChangeScope.Next;

    private static bool Keeps(Vm vm, ChangeRequest request) => vm.Persistent && request.Scope != ChangeScope.Live;

    private static void ThrowUnlessPossible(Vm vm, ChangeRequest request)
    {
        if (request.Scope == ChangeScope.Live && !vm.Status.IsLive)
        {
            throw VmStates.Refusal(vm, "be changed live");
        }

        if (request.Scope == ChangeScope.Next)
        {
            VmDefinitions.ThrowIfTransient(vm, "changed for a next start");
        }
    }

    private static void ThrowIfAliasTaken(Vm vm, DeviceDefinition device)
    {
        if (device.Alias is { } alias && (vm.Definition.FindDevice(alias) ?? vm.Runtime?.Definition.FindDevice(alias)) is not null)
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"VM '{vm.Name}' has a device '{alias}' already.", "Leave the alias out, and one is made up; or detach the other device first.");
        }
    }

    // What the definition and the running VM are to become; null for what stays.
    private sealed record Targets(VmDefinition? Stored, VmDefinition? Running, bool Strict, string? Device = null);
}
