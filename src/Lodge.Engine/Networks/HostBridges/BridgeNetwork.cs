using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Networks.HostBridges;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Networks.HostBridges;

/// <summary>The network by which guests use a bridge over an interface.</summary>
internal sealed class BridgeNetwork(NetworkCore core)
{
    /// <summary>Refuses a plan whose network could not be made.</summary>
    /// <exception cref="LodgeException">The name is taken, or none for a network.</exception>
    public async Task CheckAsync(HostBridgePlan plan, CancellationToken cancellationToken)
    {
        if (core.Inventory.Find(plan.Network) is not null)
        {
            throw new LodgeException(
                ErrorCode.InvalidState, $"Guests would use '{plan.Bridge}' by a network '{plan.Network}', and there is one of that name already.", "Choose a name for it: --network NAME. Nothing was changed.");
        }

        using var drafting = await core.Completion.EnterAsync(cancellationToken);
        await core.Completion.CompleteAsync(DefinitionOf(plan.Network, plan.Bridge), before: null, flexible: false, cancellationToken);
    }

    /// <summary>What becomes of networks that use the interface by its name.</summary>
    public IEnumerable<string> Notes(HostBridgePlan plan) =>
        from network in core.Inventory.List()
        where network.Definition.Interfaces.OrEmpty().Contains(plan.Interface)
        select network.Definition.Mode == NetworkMode.Macvtap
            ? $"Network '{network.Name}' shares {plan.Interface} among guests: no card can be plugged into it while that is a port of {plan.Bridge}."
            : $"Network '{network.Name}' lets guests out by {plan.Interface} only, and packets leave by {plan.Bridge} then: lodge network edit {network.Name} --set interfaces='[\"{plan.Bridge}\"]'";

    /// <summary>Makes the network of a bridge, and starts it.</summary>
    public Task<Network> MakeAsync(HostBridge bridge, CancellationToken cancellationToken) =>
        core.Creation.MakeAsync(DefinitionOf(bridge.Network, bridge.Bridge), flexible: false, start: true, cancellationToken);

    /// <summary>The network that was made for a bridge; null when somebody has deleted or changed it.</summary>
    public Network? Of(HostBridge bridge) => core.Inventory.Find(bridge.Network) is { } network && IsOn(network, bridge.Bridge) ? network : null;

    /// <summary>Stops and forgets a network.</summary>
    public async Task RemoveAsync(Network network)
    {
        if (network.IsActive)
        {
            await core.Lifecycle.StopAsync(network.Id.ToString(), force: true, CancellationToken.None);
        }

        if (network.Persistent)
        {
            await core.Definitions.UndefineAsync(network.Id.ToString(), CancellationToken.None);
        }
    }

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: guests or other networks use the bridge.</exception>
    public void ThrowIfUsed(HostBridge bridge)
    {
        var users = core.Plugs.All().Where(plug => plug.Bridge == bridge.Bridge).Select(plug => $"{plug.VmName} ({plug.Alias})")
            .Concat(core.Inventory.List().Where(network => network.IsActive && network.Name != bridge.Network && IsOn(network, bridge.Bridge)).Select(network => $"network '{network.Name}'"))
            .ToArray();
        if (users.Length > 0)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The bridge '{bridge.Bridge}' over '{bridge.Interface}' is in use: {string.Join(", ", users)}.",
                $"Move these cards to another network, or cut them off: 'lodge network bridge-host undo {bridge.Interface} --force'.");
        }
    }

    private static bool IsOn(Network network, string bridge) => network.Definition.Mode == NetworkMode.Bridge && network.Definition.Bridge?.Name == bridge;

    private static NetworkDefinition DefinitionOf(string name, string bridge) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        Mode = NetworkMode.Bridge,
        Bridge = new BridgeDefinition { Name = bridge },
        Autostart = true,
    };
}
