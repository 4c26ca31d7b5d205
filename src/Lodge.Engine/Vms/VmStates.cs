using Lodge.Engine.Events;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;
using Microsoft.Extensions.Logging;

namespace Lodge.Engine.Vms;

/// <summary>The only place where a VM's state changes: by the transition function, announced, and recorded.</summary>
internal sealed class VmStates(VmInventory inventory, LiveVms live, EventStream events, IStore store, TimeProvider clock, ILogger<VmStates> logger)
{
    /// <summary>The time by the engine's clock.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Applies a trigger that must make sense.</summary>
    /// <param name="vmId">The VM.</param>
    /// <param name="trigger">What happened.</param>
    /// <param name="verb">What was asked for, in words for the error: <c>be paused</c>.</param>
    /// <param name="detail">A sentence more.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>.</exception>
    public Vm Demand(Guid vmId, VmTrigger trigger, string verb, string? detail = null)
    {
        var before = inventory.Get(vmId);
        return Apply(vmId, trigger, detail) ?? throw Refusal(before, verb);
    }

    /// <summary>Refuses an operation whose trigger would make no sense now.</summary>
    public void ThrowUnless(Vm vm, VmTrigger trigger, string verb)
    {
        if (VmTransitions.Next(vm.Status.State, vm.Status.Reason, trigger) is null)
        {
            throw Refusal(vm, verb);
        }
    }

    /// <summary>Applies a trigger; one that makes no sense is logged and changes nothing.</summary>
    /// <returns>The VM in its new state; null when nothing changed.</returns>
    public Vm? Apply(Guid vmId, VmTrigger trigger, string? detail = null, IReadOnlyList<string>? lastWords = null)
    {
        VmStatus? next = null;
        var after = inventory.Update(vmId, vm =>
        {
            var to = VmTransitions.Next(vm.Status.State, vm.Status.Reason, trigger);
            if (to is null)
            {
                Log.TransitionIgnored(logger, vm.Name, trigger, vm.Status.State);
                return vm;
            }

            next = new VmStatus(to.Value.State, to.Value.Reason, clock.GetUtcNow(), detail);
            return vm with
            {
                Status = next,
                Runtime = next.IsLive ? vm.Runtime : null,
                Resets = next.IsLive ? vm.Resets : null,
                LastWords = lastWords ?? (next.IsLive ? [] : vm.LastWords),
            };
        });
        if (after is null || next is null)
        {
            return null;
        }

        Log.StateChanged(logger, after.Name, next.State, next.Reason, detail is null ? "" : $": {detail}");
        live.Find(vmId)?.Amend(intent => intent with { Status = next });
        Announce(after, LodgeEvent.Draft(EventKind.VmStateChanged) with { Status = next, LastWords = lastWords is { Count: > 0 } ? lastWords : null });
        return after;
    }

    /// <summary>Keeps durably why a persistent VM stopped. A failure is logged: the reason is worth less than the stop.</summary>
    public async Task KeepAsync(Vm vm)
    {
        if (!vm.Persistent || vm.Status.IsLive)
        {
            return;
        }

        try
        {
            await store.SaveStatusAsync(vm.Id, vm.Status, vm.LastWords, CancellationToken.None);
        }
        catch (LodgeException failure)
        {
            Log.StoreFailed(logger, $"why VM {vm.Name} stopped", failure);
        }
    }

    /// <summary>Announces something about a VM that is no change of state.</summary>
    public void Announce(EventKind kind, Vm vm, string? detail = null, IReadOnlyList<string>? lastWords = null) =>
        Announce(vm, LodgeEvent.Draft(kind) with { Detail = detail, LastWords = lastWords is { Count: > 0 } ? lastWords : null });

    /// <summary>Announces something about a VM that is no change of state.</summary>
    /// <param name="vm">The VM.</param>
    /// <param name="draft">The event, without VM, number and time.</param>
    public void Announce(Vm vm, LodgeEvent draft) => events.Publish(draft with { VmId = vm.Id, VmName = vm.Name });

    /// <summary>The error for an operation that makes no sense now.</summary>
    public static LodgeException Refusal(Vm vm, string verb) => new(
        ErrorCode.InvalidState,
        $"VM '{vm.Name}' cannot {verb} while it is {Words(vm.Status)}.",
        Advice(vm, verb));

    private static string Words(VmStatus status) => status.State switch
    {
        VmState.ShuttingDown => "shutting down",
        var state => state.ToString().ToLowerInvariant(),
    };

    private static string? Advice(Vm vm, string verb) => vm.Status.State switch
    {
        VmState.Stopped when verb == "be killed" => null,
        VmState.Stopped => $"Start it first: 'lodge start {vm.Name}'.",
        VmState.Paused => $"Resume it first with 'lodge resume {vm.Name}', or end it with 'lodge kill {vm.Name}'.",
        VmState.Running => $"It runs already; see 'lodge info {vm.Name}'.",
        VmState.Crashed => $"End it with 'lodge kill {vm.Name}', or start the guest again with 'lodge reset {vm.Name}'.",
        _ => "Wait for that to finish, or end the VM with 'lodge kill'.",
    };
}
