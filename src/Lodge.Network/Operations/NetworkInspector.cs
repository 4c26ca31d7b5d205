using System.Net;
using Lodge.Engine.Ports;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.Network.Firewall;

namespace Lodge.Network.Operations;

/// <summary>Finds what running networks lack, when asked and when an interface of one changes.</summary>
internal sealed class NetworkInspector(NetworkTools tools, IFirewall firewall)
{
    private readonly Dictionary<Guid, IReadOnlyList<string>> _told = [];

    /// <summary>What a network lacks, a sentence each.</summary>
    public async Task<IReadOnlyList<string>> InspectAsync(RunningNetwork network, CancellationToken cancellationToken)
    {
        var problems = Missing(network).ToList();
        problems.AddRange(await firewall.InspectAsync(network.Runtime, cancellationToken));
        return problems;
    }

    /// <summary>Follows the host's interfaces until it is cancelled.</summary>
    public async Task FollowAsync(LinkWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var events = await watch.ReadAsync(cancellationToken);
                foreach (var network in tools.Shelf.Networks.Where(network => events is null || Concerns(network, events)))
                {
                    await LookAsync(network.Plan.Id, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            return; // The daemon ends.
        }
        catch (LinuxException failure)
        {
            NetworkLog.WatchEnded(tools.Log, failure.Message);
        }
    }

    // Whoever has the turn may be in the middle of making or removing what seems to be missing.
    private async Task LookAsync(Guid id, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        if (tools.Shelf.Find(id) is not { } network)
        {
            _told.Remove(id);
            return;
        }

        var problems = Missing(network).ToList();
        if (problems.SequenceEqual(_told.GetValueOrDefault(id, [])))
        {
            return;
        }

        _told[id] = problems;
        if (problems.Count > 0)
        {
            NetworkLog.Broken(tools.Log, network.Plan.Name, string.Join(' ', problems));
        }

        tools.Tell(new NetworkConditionChanged(id, problems));
    }

    private bool Concerns(RunningNetwork network, IReadOnlyList<LinkEvent> events)
    {
        var cards = tools.Shelf.CardsOf(network.Plan.Id).Select(card => card.Plug.Interface).ToHashSet();
        return events.Any(change => change.Link.Name == network.Plan.Bridge || cards.Contains(change.Link.Name));
    }

    private IEnumerable<string> Missing(RunningNetwork network)
    {
        if (network.Plan.Bridge is { } name && tools.Place.Host.Links.Find(name) is not { Bridge: not null })
        {
            yield return $"The bridge {name} is gone.";
            yield break;
        }

        foreach (var problem in MissingOfBridge(network).Concat(MissingOfCards(network)))
        {
            yield return problem;
        }

        if (network.Plan.Dnsmasq is not null && network.Dnsmasq?.Process is null)
        {
            yield return "No dnsmasq serves it: guests get no addresses and no names.";
        }
    }

    private IEnumerable<string> MissingOfBridge(RunningNetwork network)
    {
        if (network.Plan is not { Make: { } plan, Bridge: { } name } || tools.Place.Host.Links.Find(name) is not { } bridge)
        {
            yield break;
        }

        if (!bridge.IsUp)
        {
            yield return $"The bridge {name} is switched off.";
        }

        var addresses = tools.Place.Host.Addresses.List().Where(address => address.Link == bridge.Index).Select(address => (address.Address, address.PrefixLength)).ToHashSet();
        foreach (var address in plan.Addresses.Where(address => !addresses.Contains((address.Address, address.PrefixLength))))
        {
            yield return $"The bridge {name} has lost its address {address}.";
        }

        var routes = tools.Place.Host.Routes.List().Where(route => route.Link == bridge.Index).Select(route => (route.Destination, route.Gateway)).ToHashSet();
        foreach (var route in plan.Routes.Where(route => !routes.Contains((route.Destination, (IPAddress?)route.Gateway))))
        {
            yield return $"The route to {route.Destination} over {route.Gateway} is gone.";
        }
    }

    private IEnumerable<string> MissingOfCards(RunningNetwork network)
    {
        var bridge = network.Plan.Bridge is { } name ? tools.Place.Host.Links.Find(name) : null;
        foreach (var plug in tools.Shelf.CardsOf(network.Plan.Id).Select(card => card.Plug))
        {
            var link = tools.Place.Host.Links.Find(plug.Interface);
            if (link is null)
            {
                yield return $"The interface {plug.Interface} of VM '{plug.VmName}' is gone: take the card out and put it in again, or restart the VM.";
            }
            else if (bridge is not null && link.Master != bridge.Index)
            {
                yield return $"The interface {plug.Interface} of VM '{plug.VmName}' is not in the bridge {bridge.Name}.";
            }
        }
    }
}
