using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>Defining and forgetting networks. Durable before anyone can see it.</summary>
internal sealed class NetworkDefinitions(NetworkCore core)
{
    public async Task<Network> DefineAsync(NetworkDefinition definition, bool flexible, CancellationToken cancellationToken)
    {
        var wanted = WithId(definition);
        using var held = await core.Gates.EnterAsync(wanted.Id, "definition", cancellationToken, wanted.Name);
        return await DefineHeldAsync(wanted, flexible, cancellationToken);
    }

    /// <summary>As <see cref="DefineAsync"/>. The caller holds the network.</summary>
    public async Task<Network> DefineHeldAsync(NetworkDefinition wanted, bool flexible, CancellationToken cancellationToken)
    {
        using var drafting = await core.Completion.EnterAsync(cancellationToken);
        var before = core.Inventory.Find(wanted.Id);
        ThrowIfRenamed(before, wanted);
        var complete = await core.Completion.CompleteAsync(wanted, before?.Definition, flexible, cancellationToken);
        return await StoreAsync(before, complete);
    }

    public async Task UndefineAsync(string network, CancellationToken cancellationToken)
    {
        var (id, name) = IdOf(network);
        using var held = await core.Gates.EnterAsync(id, "deletion", cancellationToken, name);
        var before = core.Inventory.Get(id);
        NetworkErrors.ThrowIfTransient(before, "be deleted");
        await core.Store.DeleteNetworkAsync(id, CancellationToken.None);
        if (before.IsActive)
        {
            core.Inventory.Update(id, now => now with { Persistent = false, Definition = now.Runtime?.Definition ?? now.Definition });
        }
        else
        {
            core.Inventory.Remove(id);
        }

        core.Announce(EventKind.NetworkUndefined, before);
        if (!before.IsActive)
        {
            await core.Host.ForgetAsync(id, CancellationToken.None);
        }
    }

    public async Task<Network> SetAutostartAsync(string network, bool autostart, CancellationToken cancellationToken)
    {
        var (id, name) = IdOf(network);
        using var held = await core.Gates.EnterAsync(id, "change", cancellationToken, name);
        var before = core.Inventory.Get(id);
        NetworkErrors.ThrowIfTransient(before, "start with the daemon");
        return before.Definition.Autostart == autostart ? before : await StoreAsync(before, before.Definition with { Autostart = autostart });
    }

    /// <summary>Makes a definition durable, and then the one that is seen.</summary>
    public async Task<Network> StoreAsync(Network? before, NetworkDefinition definition)
    {
        var revision = (before?.Revision ?? 0) + 1;
        await core.Store.SaveNetworkAsync(new StoredNetwork(definition, revision), CancellationToken.None);
        var after = core.Inventory.Put((core.Inventory.Find(definition.Id) ?? new Network { Definition = definition }) with
        {
            Definition = definition,
            Revision = revision,
            Persistent = true,
        });
        core.Announce(EventKind.NetworkDefined, after);
        return after;
    }

    public static NetworkDefinition WithId(NetworkDefinition definition) =>
        definition.Id == Guid.Empty ? definition with { Id = Guid.NewGuid() } : definition;

    /// <exception cref="LodgeException"><see cref="ErrorCode.InvalidState"/>: the id belongs to a network of another name.</exception>
    public static void ThrowIfRenamed(Network? before, NetworkDefinition wanted)
    {
        if (before is not null && before.Name != wanted.Name)
        {
            throw new LodgeException(
                ErrorCode.InvalidState,
                $"The id {wanted.Id} belongs to network '{before.Name}' already, and '{wanted.Name}' is another name.",
                "Leave the id out, and a new network is made; or keep the name.");
        }
    }

    private (Guid Id, string Name) IdOf(string network)
    {
        var found = core.Inventory.Get(network);
        return (found.Id, found.Name);
    }
}
