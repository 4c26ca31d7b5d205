using Lodge.Linux;
using Lodge.Linux.Errors;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Network.Hosts;
using Lodge.Network.Planning;
using Lodge.Network.Plugs;

namespace Lodge.Network.Operations;

/// <summary>Starts, mends and stops networks. What a start makes is given back when a later step of it fails.</summary>
internal sealed class NetworkStarter(NetworkTools tools, DnsmasqService dnsmasq, BridgeLimits limits, Func<NetworkDefinition, NetworkPlan> plan)
{
    /// <summary>Makes a network, or sees that all of a running one is there.</summary>
    /// <exception cref="LodgeException">The host refuses; what this made is gone again.</exception>
    public async Task<NetworkRuntime> StartAsync(NetworkDefinition definition, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        try
        {
            await using var undo = new UndoStack(trouble => NetworkLog.UndoFailed(tools.Log, definition.Name, trouble));
            var network = await MakeAsync(definition, undo, cancellationToken);
            undo.Keep();
            return network.Runtime;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused($"Network '{definition.Name}' cannot be started", failure);
        }
    }

    /// <summary>Removes what was made for a network.</summary>
    /// <exception cref="LodgeException">The host refuses.</exception>
    public async Task StopAsync(NetworkRuntime runtime, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        var id = runtime.Definition.Id;
        try
        {
            var network = tools.Shelf.Find(id) ?? new RunningNetwork { Runtime = runtime, Plan = plan(runtime.Definition) };

            // First out of the record: what goes now is not missed.
            tools.Shelf.Put(id, null);
            await dnsmasq.StopAsync(network);
            if (network.Plan is { Make: not null, Bridge: { } bridge })
            {
                RemoveBridge(bridge, id);
            }

            tools.Folders.Remove(id);
            await tools.Shelf.ApplyRulesAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused($"Network '{runtime.Definition.Name}' cannot be stopped", failure);
        }
    }

    /// <summary>Removes what is kept of a network that does not run.</summary>
    /// <exception cref="LodgeException">The host refuses.</exception>
    public async Task ForgetAsync(Guid network, CancellationToken cancellationToken)
    {
        using var turn = await tools.Shelf.EnterAsync(cancellationToken);
        try
        {
            tools.Folders.Forget(network);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw HostTrouble.Refused("The leases of the network cannot be removed", failure);
        }
    }

    private async Task<RunningNetwork> MakeAsync(NetworkDefinition definition, UndoStack undo, CancellationToken cancellationToken)
    {
        var (planned, before) = (plan(definition), tools.Shelf.Find(definition.Id));
        ThrowIfMissing(planned);
        var hadLeases = File.Exists(tools.Folders.Of(definition.Id).Leases);
        undo.Push(() => ForgetFiles(definition.Id, before, hadLeases));
        var isNew = false;
        if (planned.Make is not null)
        {
            isNew = tools.Bridges.Make(planned, undo);
            undo.Push(() => ClearQueue(planned, isNew));
            limits.Shape(planned, definition, isNew);
        }

        var keeper = await dnsmasq.EnsureAsync(before, definition, planned, isNew, undo, cancellationToken);
        var network = new RunningNetwork
        {
            Runtime = new NetworkRuntime
            {
                Definition = definition,
                StartedAt = before?.Runtime.StartedAt ?? DateTimeOffset.UtcNow,
                Bridge = planned.Bridge,
            },
            Plan = planned,
        }.ServedBy(keeper, keeper?.Process);
        tools.Folders.Make(definition.Id);
        undo.Push(() => ForgetAsync(definition.Id, before));
        tools.Shelf.Put(definition.Id, network);
        ReplugCards(network);
        await tools.Shelf.ApplyRulesAsync(cancellationToken);
        await tools.Resolver.TellAsync(definition, planned.Dnsmasq, cancellationToken);
        return network;
    }

    private async Task ForgetAsync(Guid id, RunningNetwork? before)
    {
        tools.Shelf.Put(id, before);
        await tools.Shelf.ApplyRulesAsync(CancellationToken.None);
    }

    private void ForgetFiles(Guid id, RunningNetwork? before, bool hadLeases)
    {
        if (before is null)
        {
            tools.Leases.Forget(id);
            tools.Folders.Remove(id);
        }

        if (!hadLeases)
        {
            tools.Folders.Forget(id);
        }
    }

    // Cards stay on the host when their bridge goes; they come back to the new one.
    private void ReplugCards(RunningNetwork network)
    {
        foreach (var card in tools.Shelf.CardsOf(network.Plan.Id))
        {
            try
            {
                var wanted = CardPlanner.Plan(card.Nic, network.Runtime.Definition, card.Plug.Queues);
                tools.Plugger.Mend(card.Plug.Interface, wanted, wanted);
            }
            catch (Exception failure) when (failure is LinuxException or LodgeException)
            {
                NetworkLog.NotReplugged(tools.Log, card.Plug.Interface, network.Plan.Name, failure.Message);
            }
        }
    }

    private void RemoveBridge(string bridge, Guid id)
    {
        if (tools.Place.Host.Links.Find(bridge) is { } link && link.Note == tools.Marks.Bridge(id))
        {
            tools.Shaper.Clear(link);
        }

        tools.Bridges.Remove(bridge, id);
    }

    private void ClearQueue(NetworkPlan planned, bool isNew)
    {
        if (isNew && tools.Place.Host.Links.Find(planned.Bridge!) is { } link)
        {
            tools.Shaper.Clear(link);
        }
    }

    private void ThrowIfMissing(NetworkPlan planned)
    {
        if (planned.Make is null && planned.NeededLinks.FirstOrDefault(name => tools.Place.Host.Links.Find(name) is null) is { } missing)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"Network '{planned.Name}' cannot be started: the host has no interface '{missing}'.",
                "Plug it in or make it first, or name another one.");
        }
    }
}
