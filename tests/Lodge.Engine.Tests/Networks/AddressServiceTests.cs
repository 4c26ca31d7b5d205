using System.Net;
using Lodge.Model.Networks;
using Lodge.TestSupport.Engine;

namespace Lodge.Engine.Tests.Networks;

/// <summary>Addresses of guests, from whoever knows them.</summary>
public sealed class AddressServiceTests
{
    private readonly FakeWorld _world = new();

    [Fact]
    public async Task Each_address_is_told_once_by_the_first_who_knows_it()
    {
        var engine = (await _world.StartDaemonAsync()).Engine;
        var lab = await engine.Networks.CreateAsync(NetworkServiceTests.Named("lab"), default);
        var former = await engine.Networks.CreateAsync(NetworkServiceTests.Named("former") with { Subnets = [new SubnetDefinition { Address = "10.11.0.1/24" }] }, default);
        var vm = await engine.Lifecycle.LaunchAsync(NetworkServiceTests.Vm("web1", "lab"), transient: false, paused: false, default);
        await engine.Definitions.DefineAsync(NetworkServiceTests.Vm("idle", "lab"), default);
        var mac = vm.Definition.Nics[0].Mac!;
        _world.Networks.Leases[lab.Id] = [new DhcpLease { Network = lab.Id, Address = "10.9.0.7", Prefix = 24, Mac = mac }];
        _world.Networks.Leases[former.Id] = [new DhcpLease { Network = former.Id, Address = "10.11.0.7", Prefix = 24, Mac = mac }];
        _world.Networks.Neighbours[mac.ToUpperInvariant()] = [IPAddress.Parse("fe80::7"), IPAddress.Parse("10.9.0.7"), IPAddress.Parse("fd00::7")];

        var card = Assert.Single(await engine.Addresses.ListAsync("web1", null, default));

        Assert.Equal(("net0", "vnet0", "lab"), (card.Alias, card.Interface, card.Network));
        Assert.Equal(
            [new NicAddress("10.9.0.7", 24, AddressSource.Lease), new NicAddress("fd00::7", null, AddressSource.Arp), new NicAddress("fe80::7", null, AddressSource.Arp)],
            card.Addresses);
        Assert.Equal(3, (await engine.Addresses.ListAsync("web1", AddressSource.Arp, default))[0].Addresses.Count);
        Assert.Empty((await engine.Addresses.ListAsync("web1", AddressSource.Agent, default))[0].Addresses);
        Assert.Empty(Assert.Single(await engine.Addresses.ListAsync("idle", null, default)).Addresses);
        Assert.Equal([vm.Id], (await engine.Addresses.ListAllAsync(default)).Keys);
    }
}
