using Lodge.Api.Contracts.Networks;
using Lodge.Model.Networks;

namespace Lodge.Api.Networks;

/// <summary>Makes rows of the list of networks.</summary>
internal static class NetworkSummaries
{
    /// <summary>The row of a network; for a running one with what it runs with.</summary>
    public static NetworkSummary Of(Network network, IReadOnlyList<NicPlug> plugs)
    {
        var now = network.Runtime?.Definition ?? network.Definition;
        return new NetworkSummary(
            network.Id,
            network.Name,
            now.Mode,
            network.IsActive,
            network.Persistent,
            network.Definition.Autostart,
            network.Runtime?.Bridge ?? now.Bridge?.Name,
            [.. now.Subnets.Select(subnet => subnet.Address)],
            plugs.Count(plug => plug.Network == network.Id),
            network.Runtime?.Problems ?? [],
            now.Tenant,
            now.Title);
    }
}
