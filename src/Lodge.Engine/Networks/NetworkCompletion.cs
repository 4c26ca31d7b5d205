using Lodge.Engine.Firewall;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Networks.Validation;

namespace Lodge.Engine.Networks;

/// <summary>Checks a definition, alone and beside the other networks, and fills in what it leaves open, once.</summary>
internal sealed class NetworkCompletion(INetworkHost host, NetworkInventory inventory, SecurityGroupService groups) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <summary>
    /// Holds all other definitions back until the pass is disposed, so that no two networks are given the same bridge or
    /// subnet.
    /// </summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        return new Pass(_oneAtATime);
    }

    /// <summary>The complete definition. The caller holds the definitions.</summary>
    /// <param name="definition">What somebody wrote, with its id.</param>
    /// <param name="before">What it replaces; null for a new network.</param>
    /// <param name="flexible">Whether its subnets may be moved to where there is room.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <exception cref="LodgeException">It has flaws, or another network has what it wants.</exception>
    public async Task<NetworkDefinition> CompleteAsync(
        NetworkDefinition definition, NetworkDefinition? before, bool flexible, CancellationToken cancellationToken)
    {
        NetworkErrors.ThrowIfNone(host);
        NetworkValidator.ThrowIfFlawed(definition);
        groups.ThrowIfUnknown(definition.Groups, $"Network '{definition.Name}'");
        var others = Others(definition.Id);
        NetworkConflicts.ThrowIfTaken(definition, others, flexible);
        var complete = await host.CompleteAsync(Keeping(definition, before), others, flexible, cancellationToken);
        NetworkConflicts.ThrowIfTaken(complete, others, flexible: false);
        return complete;
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    // What runs may differ from the definition, and has what it has too.
    private NetworkDefinition[] Others(Guid id) =>
        [.. inventory.List().Where(network => network.Id != id).SelectMany(network => network.Runtime is { } runtime
            ? [network.Definition, runtime.Definition]
            : new[] { network.Definition })];

    // A network keeps the bridge that was made up for it.
    private static NetworkDefinition Keeping(NetworkDefinition definition, NetworkDefinition? before) =>
        before?.Bridge is { } bridge && before.Mode == definition.Mode && definition.Mode is not (NetworkMode.Bridge or NetworkMode.Macvtap)
            ? definition with
            {
                Bridge = (definition.Bridge ?? new BridgeDefinition()) with
                {
                    Name = definition.Bridge?.Name ?? bridge.Name,
                    Mac = definition.Bridge?.Mac ?? bridge.Mac,
                },
            }
            : definition;

    private sealed class Pass(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
