using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Networks;

namespace Lodge.Engine.Ports;

/// <summary>Durable networks and rules. When a call has completed, a power cut loses nothing of it.</summary>
public interface INetworkStore
{
    /// <summary>Reads all networks.</summary>
    Task<IReadOnlyList<StoredNetwork>> LoadNetworksAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a network.</summary>
    Task SaveNetworkAsync(StoredNetwork network, CancellationToken cancellationToken);

    /// <summary>Removes a network; does nothing when it is not there.</summary>
    Task DeleteNetworkAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Whether a network was ever saved, be it removed since.</summary>
    Task<bool> HadNetworksAsync(CancellationToken cancellationToken);

    /// <summary>Reads all security groups.</summary>
    Task<IReadOnlyList<SecurityGroup>> LoadGroupsAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a security group.</summary>
    Task SaveGroupAsync(SecurityGroup group, CancellationToken cancellationToken);

    /// <summary>Removes a security group; does nothing when it is not there.</summary>
    Task DeleteGroupAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads all network filters that somebody has defined.</summary>
    Task<IReadOnlyList<NetworkFilter>> LoadFiltersAsync(CancellationToken cancellationToken);

    /// <summary>Inserts or replaces a network filter.</summary>
    Task SaveFilterAsync(NetworkFilter filter, CancellationToken cancellationToken);

    /// <summary>Removes a network filter; does nothing when it is not there.</summary>
    Task DeleteFilterAsync(Guid id, CancellationToken cancellationToken);
}

/// <summary>A network as stored.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Revision">Its revision.</param>
public sealed record StoredNetwork(NetworkDefinition Definition, long Revision);
