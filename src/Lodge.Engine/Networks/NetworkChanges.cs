using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Events;
using Lodge.Model.Networks;

namespace Lodge.Engine.Networks;

/// <summary>
/// Changes definitions and running networks together. A definition is durable before the host is touched; when the host
/// refuses, the definition is taken back.
/// </summary>
internal sealed class NetworkChanges(NetworkCore core)
{
    public async Task<Network> ChangeAsync(
        string network, Func<NetworkDefinition, NetworkDefinition> edit, NetworkScope scope, long? expectedRevision, CancellationToken cancellationToken)
    {
        var found = core.Inventory.Get(network);
        using var held = await core.Gates.EnterAsync(found.Id, "change", cancellationToken, found.Name);
        var before = core.Inventory.Get(found.Id);
        NetworkErrors.ThrowIfChanged(before, expectedRevision);
        var runtime = scope == NetworkScope.Live ? NetworkErrors.RuntimeOf(before, "be changed live") : scope == NetworkScope.Both ? before.Runtime : null;
        if (scope == NetworkScope.Config)
        {
            NetworkErrors.ThrowIfTransient(before, "be changed for a next start");
        }

        using var drafting = await core.Completion.EnterAsync(cancellationToken);
        var stored = before.Persistent && scope != NetworkScope.Live ? await EditAsync(before.Definition, edit, cancellationToken) : null;
        var live = runtime is null ? null : await EditAsync(runtime.Definition, edit, cancellationToken);
        return await CarryOutAsync(before, stored, runtime, live);
    }

    private async Task<NetworkDefinition> EditAsync(
        NetworkDefinition before, Func<NetworkDefinition, NetworkDefinition> edit, CancellationToken cancellationToken)
    {
        var wanted = edit(before);
        if (wanted.Id == Guid.Empty)
        {
            wanted = wanted with { Id = before.Id };
        }

        return wanted.Id == before.Id && wanted.Name == before.Name
            ? await core.Completion.CompleteAsync(wanted, before, flexible: false, cancellationToken)
            : throw new LodgeException(
                ErrorCode.InvalidArgument,
                $"Network '{before.Name}' ({before.Id}) cannot become '{wanted.Name}' ({wanted.Id}): name and id stay.",
                "Define another network, and delete this one.");
    }

    private async Task<Network> CarryOutAsync(Network before, NetworkDefinition? stored, NetworkRuntime? runtime, NetworkDefinition? live)
    {
        if (stored is not null)
        {
            await core.Store.SaveNetworkAsync(new StoredNetwork(stored, before.Revision + 1), CancellationToken.None);
        }

        var after = runtime;
        try
        {
            after = runtime is null || live is null ? runtime : await core.Host.ChangeAsync(runtime, live, CancellationToken.None);
        }
        catch when (stored is not null)
        {
            await core.Store.SaveNetworkAsync(new StoredNetwork(before.Definition, before.Revision), CancellationToken.None);
            throw;
        }

        var settled = Settle(before, stored, runtime is null ? null : after);
        if (runtime is not null)
        {
            await core.Plugging.ReconnectAsync(settled, CancellationToken.None);
        }

        return settled;
    }

    private Network Settle(Network before, NetworkDefinition? stored, NetworkRuntime? changed)
    {
        var after = core.Inventory.Update(before.Id, now => now with
        {
            Definition = stored ?? (now.Persistent ? now.Definition : changed?.Definition ?? now.Definition),
            Revision = stored is null && now.Persistent ? now.Revision : now.Revision + 1,
            Runtime = changed ?? now.Runtime,
        }) ?? before;
        if (stored is not null)
        {
            core.Announce(EventKind.NetworkDefined, after);
        }

        if (changed is not null)
        {
            core.Announce(EventKind.NetworkUpdated, after);
        }

        return after;
    }
}
