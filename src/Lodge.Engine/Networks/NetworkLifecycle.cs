using Lodge.Model.Events;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>Starting and stopping networks.</summary>
internal sealed class NetworkLifecycle(NetworkCore core)
{
    /// <summary>Starts a network that is gone when it stops; or a defined one with another definition, this once.</summary>
    public async Task<Network> CreateAsync(NetworkDefinition definition, CancellationToken cancellationToken)
    {
        var wanted = NetworkDefinitions.WithId(definition);
        using var held = await core.Gates.EnterAsync(wanted.Id, "start", cancellationToken, wanted.Name);
        var before = core.Inventory.Find(wanted.Id);
        NetworkDefinitions.ThrowIfRenamed(before, wanted);
        if (before is not null)
        {
            NetworkErrors.ThrowIfActive(before);
        }

        var complete = await AddAsync(wanted, before, cancellationToken);
        try
        {
            return await LaunchAsync(complete);
        }
        catch when (before is null)
        {
            core.Inventory.Remove(wanted.Id);
            throw;
        }
    }

    public async Task<Network> StartAsync(string network, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(network);
        using var held = await core.Gates.EnterAsync(found.Id, "start", cancellationToken, found.Name);
        return await StartHeldAsync(core.Inventory.Get(found.Id));
    }

    /// <summary>As <see cref="StartAsync"/>. The caller holds the network.</summary>
    public Task<Network> StartHeldAsync(Network network)
    {
        NetworkErrors.ThrowIfActive(network);
        NetworkErrors.ThrowIfNone(core.Host);
        return LaunchAsync(network.Definition);
    }

    public async Task<Network> StopAsync(string network, bool force, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(network);
        using var held = await core.Gates.EnterAsync(found.Id, "stop", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        var runtime = NetworkErrors.RuntimeOf(before, "be stopped");
        if (!force)
        {
            NetworkErrors.ThrowIfInUse(before, core.Plugs.Of(before.Id));
        }

        await core.Host.StopAsync(runtime, CancellationToken.None);
        var after = core.Inventory.Update(before.Id, now => now with { Runtime = null }) ?? before with { Runtime = null };
        core.Announce(EventKind.NetworkStopped, after);
        if (!after.Persistent)
        {
            core.Inventory.Remove(after.Id);
            core.Announce(EventKind.NetworkUndefined, after, "It was transient.");
            await core.Host.ForgetAsync(after.Id, CancellationToken.None);
        }

        return after;
    }

    private async Task<NetworkDefinition> AddAsync(NetworkDefinition wanted, Network? before, CancellationToken cancellationToken)
    {
        using var drafting = await core.Completion.EnterAsync(cancellationToken);
        var complete = await core.Completion.CompleteAsync(wanted, before?.Definition, flexible: false, cancellationToken);
        if (before is null)
        {
            core.Inventory.Put(new Network { Definition = complete, Persistent = false });
        }

        return complete;
    }

    // VMs whose cards were on it before are plugged in again.
    private async Task<Network> LaunchAsync(NetworkDefinition definition)
    {
        var runtime = await core.Host.StartAsync(definition, CancellationToken.None);
        var after = core.Inventory.Update(definition.Id, now => now with { Runtime = runtime })
            ?? throw new InvalidOperationException($"The network {definition.Id} went while it was held.");
        core.Announce(EventKind.NetworkStarted, after);
        await core.Plugging.ReconnectAsync(after, CancellationToken.None);
        return after;
    }
}
