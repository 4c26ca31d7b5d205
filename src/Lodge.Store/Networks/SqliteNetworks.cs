using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Json;
using Lodge.Store.Threading;

namespace Lodge.Store.Networks;

/// <summary>Networks, security groups and network filters in the database.</summary>
internal sealed class SqliteNetworks(StoreThread thread) : INetworkStore
{
    private const string SavedCounter = "network";

    public Task<IReadOnlyList<StoredNetwork>> LoadNetworksAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Networks.Load(), cancellationToken);

    public Task SaveNetworkAsync(StoredNetwork network, CancellationToken cancellationToken)
    {
        var (definition, revision) = network;
        var json = JsonSerializer.Serialize(definition, ModelJson.Default.NetworkDefinition);
        return thread.RunAsync(
            database =>
            {
                database.Networks.Save(definition.Id, definition.Name, revision, json);
                database.Counters.Reserve(SavedCounter, 1);
            },
            cancellationToken);
    }

    public Task DeleteNetworkAsync(Guid id, CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Networks.Delete(id), cancellationToken);

    public Task<bool> HadNetworksAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.Counters.Has(SavedCounter), cancellationToken);

    public Task<IReadOnlyList<SecurityGroup>> LoadGroupsAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.SecurityGroups.Load(), cancellationToken);

    public Task SaveGroupAsync(SecurityGroup group, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(group, ModelJson.Default.SecurityGroup);
        return thread.RunAsync(database => database.SecurityGroups.Save(group.Id, group.Name, json), cancellationToken);
    }

    public Task DeleteGroupAsync(Guid id, CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.SecurityGroups.Delete(id), cancellationToken);

    public Task<IReadOnlyList<NetworkFilter>> LoadFiltersAsync(CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.NetworkFilters.Load(), cancellationToken);

    public Task SaveFilterAsync(NetworkFilter filter, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(filter, ModelJson.Default.NetworkFilter);
        return thread.RunAsync(database => database.NetworkFilters.Save(filter.Id, filter.Name, json), cancellationToken);
    }

    public Task DeleteFilterAsync(Guid id, CancellationToken cancellationToken) =>
        thread.RunAsync(database => database.NetworkFilters.Delete(id), cancellationToken);
}
