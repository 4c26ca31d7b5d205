using Lodge.Linux;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Hosts;
using Lodge.Network.Planning;
using Lodge.Network.Plugs;

namespace Lodge.Network.Operations;

/// <summary>Changes running networks, as far as that goes without stopping them.</summary>
internal sealed class NetworkChanger(NetworkTools tools, DnsmasqService dnsmasq, BridgeLimits limits, Func<NetworkDefinition, NetworkPlan> plan)
{
    /// <summary>Changes a network. What is refused midway is taken back.</summary>
    /// <exception cref="LodgeException">It cannot be changed so, or the host refuses.</exception>
    public async Task<NetworkRuntime> ChangeAsync(NetworkRuntime running, NetworkDefinition wanted, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        var before = tools.Shelf.Find(running.Definition.Id) ?? throw new LodgeException(
            ErrorCode.InvalidState, $"Network '{running.Definition.Name}' is not running.", $"Start it with 'lodge network start {running.Definition.Name}'.");
        LiveChanges.ThrowIfNotLive(before.Runtime.Definition, wanted);
        limits.ThrowIfTooLittle(wanted);
        try
        {
            await using var undo = new UndoStack(trouble => NetworkLog.UndoFailed(tools.Log, wanted.Name, trouble));
            undo.Push(() => GoAsync(tools.Shelf.Find(wanted.Id)!, before.Runtime.Definition, CancellationToken.None));
            var changed = await GoAsync(before, wanted, cancellationToken);
            undo.Keep();
            return changed.Runtime;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused($"Network '{wanted.Name}' cannot be changed", failure);
        }
    }

    private async Task<RunningNetwork> GoAsync(RunningNetwork before, NetworkDefinition wanted, CancellationToken cancellationToken)
    {
        var planned = plan(wanted);
        await using var nothing = new UndoStack(trouble => NetworkLog.UndoFailed(tools.Log, wanted.Name, trouble));
        if (planned.Make is not null)
        {
            tools.Bridges.Make(planned, nothing);
            tools.Bridges.Clear(before.Plan, planned);
            limits.Shape(planned, wanted, isNew: false);
        }

        nothing.Keep();
        var next = before with { Runtime = before.Runtime with { Definition = wanted }, Plan = planned };
        tools.Shelf.Put(wanted.Id, next);
        var keeper = await dnsmasq.EnsureAsync(before, wanted, planned, onNewBridge: false, nothing, cancellationToken);
        nothing.Keep();
        next = next.ServedBy(keeper, keeper?.Process);
        tools.Shelf.Put(wanted.Id, next);
        MendCards(before, next);
        await tools.Shelf.ApplyRulesAsync(cancellationToken);
        return next;
    }

    private void MendCards(RunningNetwork before, RunningNetwork now)
    {
        foreach (var card in tools.Shelf.CardsOf(now.Plan.Id).Where(card => tools.Place.Host.Links.Find(card.Plug.Interface) is not null))
        {
            var old = CardPlanner.Plan(card.Nic, before.Runtime.Definition, card.Plug.Queues);
            tools.Plugger.Mend(card.Plug.Interface, CardPlanner.Plan(card.Nic, now.Runtime.Definition, card.Plug.Queues), old);
            tools.Shelf.PutCard(card.Plug.Interface, card with { Plug = card.Plug with { Mtu = card.Nic.Mtu ?? now.Runtime.Definition.Mtu } });
        }
    }
}
