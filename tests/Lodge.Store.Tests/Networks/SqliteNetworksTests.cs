using System.Text.Json;
using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Store.Tests.Support;

namespace Lodge.Store.Tests.Networks;

public sealed class SqliteNetworksTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly StoreFolder folder = new();

    private static NetworkDefinition Lab { get; } = new([new SubnetDefinition { Address = "10.0.0.1/24" }])
    {
        Id = Guid.NewGuid(), Name = "lab", Bridge = new BridgeDefinition { Name = "lodge0" }, Groups = ["web"], Autostart = true,
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Network_comes_back_after_reopening_as_it_was_saved_last()
    {
        await using (var store = await folder.OpenAsync())
        {
            await store.Networks.SaveNetworkAsync(new StoredNetwork(Lab, 1), None);
            await store.Networks.SaveNetworkAsync(new StoredNetwork(Lab with { Mtu = 1400 }, 2), None);
        }

        await using var reopened = await folder.OpenAsync();
        var network = Assert.Single(await reopened.Networks.LoadNetworksAsync(None));
        Assert.Equal((Text(Lab with { Mtu = 1400 }), 2L), (Text(network.Definition), network.Revision));
        await reopened.Networks.DeleteNetworkAsync(Lab.Id, None);
        await reopened.Networks.DeleteNetworkAsync(Lab.Id, None);
        Assert.Empty(await reopened.Networks.LoadNetworksAsync(None));
    }

    [Fact]
    public async Task That_there_ever_was_a_network_is_remembered_when_it_is_gone()
    {
        await using (var store = await folder.OpenAsync())
        {
            Assert.False(await store.Networks.HadNetworksAsync(None));
            await store.Networks.SaveNetworkAsync(new StoredNetwork(Lab, 1), None);
            await store.Networks.DeleteNetworkAsync(Lab.Id, None);
        }

        await using var reopened = await folder.OpenAsync();
        Assert.True(await reopened.Networks.HadNetworksAsync(None));
    }

    [Fact]
    public async Task Two_networks_never_have_one_name()
    {
        await using var store = await folder.OpenAsync();
        await store.Networks.SaveNetworkAsync(new StoredNetwork(Lab, 1), None);

        await Assert.ThrowsAsync<LodgeException>(() => store.Networks.SaveNetworkAsync(new StoredNetwork(Lab with { Id = Guid.NewGuid() }, 1), None));

        Assert.Single(await store.Networks.LoadNetworksAsync(None));
    }

    [Fact]
    public async Task Security_groups_are_kept_and_replaced()
    {
        var group = new SecurityGroup { Id = Guid.NewGuid(), Name = "web", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 443 }] };
        await using var store = await folder.OpenAsync();
        await store.Networks.SaveGroupAsync(group, None);
        await store.Networks.SaveGroupAsync(group with { Description = "shop" }, None);

        Assert.Equal(("shop", 443), Assert.Single(await store.Networks.LoadGroupsAsync(None)) is { Rules: [var rule] } kept ? (kept.Description, rule.Port) : default);
        await store.Networks.DeleteGroupAsync(group.Id, None);
        Assert.Empty(await store.Networks.LoadGroupsAsync(None));
    }

    private static string Text(NetworkDefinition definition) => JsonSerializer.Serialize(definition, ModelJson.Default.NetworkDefinition);
}
