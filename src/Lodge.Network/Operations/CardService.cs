using Lodge.Engine.Ports;
using Lodge.Linux;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Hosts;
using Lodge.Network.Plugs;
using Lodge.Network.Records;

namespace Lodge.Network.Operations;

/// <summary>Plugs cards in and out.</summary>
internal sealed class CardService(NetworkTools tools, DnsmasqService dnsmasq, BridgeLimits limits)
{
    /// <summary>Refuses, without changing anything, what a card could not be plugged into.</summary>
    /// <exception cref="LodgeException">Why not.</exception>
    public void Check(PlugRequest request)
    {
        var plan = PlanOf(request);
        if (plan.Bridge is { } bridge && tools.Place.Host.Links.Find(bridge) is not { Bridge: not null })
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"Card '{request.Nic.Alias}' of VM '{request.VmName}' cannot be plugged into '{bridge}': the host has no bridge of that name.",
                "'ip link show type bridge' lists the bridges of the host.");
        }

        if (plan.IsMacvtap && !plan.Lower.Any(name => tools.Place.Host.Links.Find(name) is not null))
        {
            throw new LodgeException(
                ErrorCode.InvalidArgument, $"Card '{request.Nic.Alias}' of VM '{request.VmName}' cannot be plugged in: the host has no interface {string.Join(" or ", plan.Lower.Select(name => $"'{name}'"))}.",
                "'lodge host devices --kind net' lists the interfaces of the host.");
        }
    }

    /// <summary>Makes the interface of a card, and plugs it in.</summary>
    /// <exception cref="LodgeException">The host refuses; nothing is left of it.</exception>
    public async Task<NicPlug> PlugAsync(PlugRequest request, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        try
        {
            await using var undo = new UndoStack(trouble => NetworkLog.UndoFailed(tools.Log, request.Network?.Definition.Name ?? "", trouble));
            var plan = PlanOf(request);
            var name = tools.Plugger.Plug(plan, tools.Marks.Card(request.VmId, request.Nic.Alias!), undo);
            var plug = PlugOf(request, plan, name, Guid.NewGuid());
            tools.Folders.Make(request.Network?.Definition.Id ?? Guid.Empty);
            undo.Push(() => Keep(plan, plug));
            undo.Push(() => tools.Shelf.PutCard(name, null));
            tools.Shelf.PutCard(name, new CardRecord(plug, request.Nic));
            Keep(plan, plug);
            await tools.Shelf.ApplyRulesAsync(cancellationToken);
            undo.Keep();
            Name(plug.Network);
            return plug;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused($"Card '{request.Nic.Alias}' of VM '{request.VmName}' cannot be plugged in", failure);
        }
    }

    /// <summary>Changes a card that is plugged in, or sees that it is as it should be.</summary>
    /// <exception cref="LodgeException">It cannot be so, or the host refuses; it is as it was.</exception>
    public async Task<NicPlug> ChangeAsync(NicPlug plug, PlugRequest wanted, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        ThrowIfGone(plug);
        var before = tools.Shelf.FindCard(plug.Interface);
        var plan = PlanOf(wanted);
        if (plan.IsMacvtap != plug.IsMacvtap)
        {
            throw new LodgeException(
                ErrorCode.Unsupported, $"Card '{plug.Alias}' of VM '{plug.VmName}' cannot go from a bridge to a shared interface, or back, while the VM runs.",
                "Take the card out and put it in again, or stop the VM first.");
        }

        var old = before is null ? plan : CardPlanner.Plan(before.Nic, tools.Shelf.DefinitionOf(before.Plug), plug.Queues);
        try
        {
            await using var undo = new UndoStack(trouble => NetworkLog.UndoFailed(tools.Log, wanted.Network?.Definition.Name ?? "", trouble));
            undo.Push(() => tools.Plugger.Mend(plug.Interface, old, plan));
            tools.Plugger.Mend(plug.Interface, plan, old);
            var changed = PlugOf(wanted, plan with { Queues = plug.Queues }, plug.Interface, plug.PortId);
            tools.Folders.Make(wanted.Network?.Definition.Id ?? Guid.Empty);
            undo.Push(() => KeepBoth());
            undo.Push(() => tools.Shelf.PutCard(plug.Interface, before));
            tools.Shelf.PutCard(plug.Interface, new CardRecord(changed, wanted.Nic));
            KeepBoth();
            await tools.Shelf.ApplyRulesAsync(cancellationToken);
            undo.Keep();
            Name(changed.Network);
            if (plug.Network != changed.Network)
            {
                Name(plug.Network);
            }

            return changed;

            void KeepBoth()
            {
                Keep(old, plug);
                Keep(plan, changed);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused($"Card '{plug.Alias}' of VM '{plug.VmName}' cannot be changed", failure);
        }
    }

    /// <summary>Removes the interface of a card, and all that belongs to it.</summary>
    /// <exception cref="LodgeException">The host refuses.</exception>
    public async Task UnplugAsync(NicPlug plug, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        try
        {
            var link = tools.Place.Host.Links.Find(plug.Interface);
            var known = tools.Shelf.FindCard(plug.Interface);
            if (link?.Note == tools.Marks.Card(plug.VmId, plug.Alias))
            {
                tools.Plugger.Unplug(plug.Interface);
            }

            if (known is not null && known.Plug.VmId == plug.VmId && known.Plug.Alias == plug.Alias)
            {
                tools.Shelf.PutCard(plug.Interface, null);
                limits.Share(plug.Network);
                await tools.Shelf.ApplyRulesAsync(cancellationToken);
                Name(plug.Network);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused($"Card '{plug.Alias}' of VM '{plug.VmName}' cannot be taken out", failure);
        }
    }

    /// <summary>All plugs: those on record, and interfaces that a daemon made and had no time to note.</summary>
    public IReadOnlyList<NicPlug> List()
    {
        var known = tools.Shelf.Cards.Select(card => card.Plug).ToList();
        var names = known.Select(plug => plug.Interface).ToHashSet();
        return [.. known, .. tools.Place.Host.Links.List().Where(link => !names.Contains(link.Name)).Select(tools.Marks.ReadCard).OfType<NicPlug>()];
    }

    // Guests of a network are found by the names of their VMs.
    private void Name(Guid? network)
    {
        if (network is { } id && tools.Shelf.Find(id) is { } running)
        {
            dnsmasq.Refresh(running);
        }
    }

    private CardPlan PlanOf(PlugRequest request)
    {
        var network = request.Network is { } asked ? (tools.Shelf.Find(asked.Definition.Id)?.Runtime ?? asked).Definition : null;
        var plan = CardPlanner.Plan(request.Nic, network, request.Vcpus);
        limits.ThrowIfTooMuch(plan, network, request.VmId);
        return plan;
    }

    private void Keep(CardPlan plan, NicPlug plug)
    {
        if (plan.Floor is not null)
        {
            limits.Share(plug.Network);
        }
    }

    private void ThrowIfGone(NicPlug plug)
    {
        if (tools.Place.Host.Links.Find(plug.Interface)?.Note != tools.Marks.Card(plug.VmId, plug.Alias))
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"The interface {plug.Interface} of card '{plug.Alias}' of VM '{plug.VmName}' is gone: somebody has deleted it.",
                "Take the card out and put it in again, or restart the VM.");
        }
    }

    private static NicPlug PlugOf(PlugRequest request, CardPlan plan, string name, Guid port) => new()
    {
        VmId = request.VmId,
        VmName = request.VmName,
        Alias = request.Nic.Alias!,
        Mac = plan.Mac,
        Interface = name,
        IsMacvtap = plan.IsMacvtap,
        Queues = plan.Queues,
        Mtu = plan.Mtu,
        Network = request.Network?.Definition.Id,
        Bridge = plan.Bridge,
        PortId = port,
    };
}
