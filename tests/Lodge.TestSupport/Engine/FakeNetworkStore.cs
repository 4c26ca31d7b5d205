using Lodge.Engine.Ports;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;

namespace Lodge.TestSupport.Engine;

internal sealed class FakeNetworkStore(FakeNetworks world, Fate fate) : INetworkStore
{
    public Task<IReadOnlyList<StoredNetwork>> LoadNetworksAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<StoredNetwork>>([.. world.Database.Values]);

    public Task SaveNetworkAsync(StoredNetwork network, CancellationToken cancellationToken) => Durably(() =>
    {
        world.Database[network.Definition.Id] = network;
        world.HadNetworks = true;
    });

    public Task DeleteNetworkAsync(Guid id, CancellationToken cancellationToken) => Durably(() => world.Database.TryRemove(id, out _));

    public Task<bool> HadNetworksAsync(CancellationToken cancellationToken) => Task.FromResult(world.HadNetworks);

    public Task<IReadOnlyList<SecurityGroup>> LoadGroupsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<SecurityGroup>>([.. world.Groups.Values]);

    public Task SaveGroupAsync(SecurityGroup group, CancellationToken cancellationToken) => Durably(() => world.Groups[group.Id] = group);

    public Task DeleteGroupAsync(Guid id, CancellationToken cancellationToken) => Durably(() => world.Groups.TryRemove(id, out _));

    public Task<IReadOnlyList<NetworkFilter>> LoadFiltersAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NetworkFilter>>([.. world.Filters.Values]);

    public Task SaveFilterAsync(NetworkFilter filter, CancellationToken cancellationToken) => Durably(() => world.Filters[filter.Id] = filter);

    public Task DeleteFilterAsync(Guid id, CancellationToken cancellationToken) => Durably(() => world.Filters.TryRemove(id, out _));

    private async Task Durably(Action act)
    {
        await Task.Yield();
        fate.Touch();
        act();
        fate.Touch();
    }
}
