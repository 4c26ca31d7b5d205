using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Networks;
using Lodge.Api.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Networks.HostBridges;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Api.Tests.Client;

/// <summary>Every operation on networks and security groups, called by the client.</summary>
internal static class NetworkRoundTrip
{
    private static readonly NetworkDefinition Lab = new(
    [
        new SubnetDefinition
        {
            Address = "192.168.122.1/24",
            Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "192.168.122.2", End = "192.168.122.254" }] },
        },
    ])
    {
        Name = "lab",
        Title = "The lab",
    };

    public static async Task RunAsync(ApiHost api)
    {
        await DefinitionsAsync(api);
        await GuestsAsync(api);
        await GroupsAsync(api);
        await BridgesAsync(api);
        await api.Client.Networks.DeleteAsync("lab");
        Assert.Empty(await api.Client.Networks.ListAsync());
    }

    private static async Task DefinitionsAsync(ApiHost api)
    {
        var networks = api.Client.Networks;
        api.World.Networks.UsedSubnets.Add("192.168.122.0/24");
        await FailsAsync(ErrorCode.InvalidState, () => networks.CreateAsync(new CreateNetwork { Definition = Lab, Start = true }));
        Assert.Empty(await networks.ListAsync());

        var made = await networks.CreateAsync(new CreateNetwork { Definition = Lab, Start = true, Flexible = true });
        var row = Assert.Single(await networks.ListAsync());
        Assert.Equal(("lab", NetworkMode.Nat, true, "lodge0", "The lab"), (row.Name, row.Mode, row.Active, row.Bridge, row.Title));
        Assert.Equal(["192.168.123.1/24"], row.Subnets);
        Assert.Equal(made.Id, (await networks.GetAsync("lab")).Id);

        var json = JsonSerializer.SerializeToUtf8Bytes(made.Definition with { Title = "Other" }, ApiJson.Default.NetworkDefinition);
        Assert.Equal("Other", (await networks.ReplaceAsync("lab", json, NetworkScope.Both, made.Revision)).Runtime!.Definition.Title);
        await FailsAsync(ErrorCode.RevisionMismatch, () => networks.ReplaceAsync("lab", json, NetworkScope.Both, made.Revision));
        await FailsAsync(ErrorCode.NetworkNotFound, () => networks.GetAsync("lba"));

        api.World.Networks.Fails = call => call == "start other" ? new LodgeException(ErrorCode.HypervisorFailed, "No.") : null;
        await FailsAsync(ErrorCode.HypervisorFailed, () => networks.CreateAsync(new CreateNetwork { Definition = new NetworkDefinition { Name = "other" }, Start = true }));
        api.World.Networks.Fails = null;
        Assert.Single(await networks.ListAsync());
    }

    private static async Task GuestsAsync(ApiHost api)
    {
        var networks = api.Client.Networks;
        var lab = await networks.GetAsync("lab");
        var definition = new VmDefinition(nics: [new NicDefinition(new NetworkNicSource("lab"))]) { Name = "guest", Boot = new() { Kernel = "/boot/vmlinuz" } };
        await api.Client.CreateVmAsync(new CreateVm { Definition = definition, Start = true });
        var plug = Assert.Single(await networks.ListPlugsAsync("lab"));
        api.World.Networks.Leases[lab.Id] = [new DhcpLease { Network = lab.Id, Address = "192.168.123.7", Prefix = 24, Mac = plug.Mac, Name = "guest" }];
        api.World.Networks.Obstacles.Add("Docker drops it.");

        Assert.Equal("192.168.123.7", Assert.Single(await networks.ListLeasesAsync("lab")).Address);
        var address = Assert.Single(Assert.Single(await networks.ListAddressesAsync("guest")).Addresses);
        Assert.Equal(("192.168.123.7", AddressSource.Lease), (address.Address, address.Source));
        Assert.Equal(["192.168.123.7"], (await api.Client.ListVmsWithAddressesAsync()).Single(vm => vm.Name == "guest").Addresses);
        Assert.Null((await api.Client.ListVmsAsync()).Single(vm => vm.Name == "guest").Addresses);
        Assert.Equal(["Docker drops it."], (await networks.CheckAsync("lab")).Obstacles);

        api.World.Networks.Forged[plug.Mac] = 7;
        Assert.Equal([new NicDrops(plug.Alias, plug.Interface, 7, 0)], await networks.ListDropsAsync("guest"));
        await FailsAsync(ErrorCode.VmNotFound, () => networks.ListDropsAsync("gast"));

        var forwarded = await networks.AddForwardAsync("lab", new PortForward { Port = 2222, Target = "guest", TargetPort = 22 });
        Assert.Equal(2222, Assert.Single(forwarded.Runtime!.Definition.Forwards!).Port);
        await FailsAsync(ErrorCode.NotFound, () => networks.RemoveForwardAsync("lab", 2222, TransportProtocol.Udp, null));
        Assert.Null((await networks.RemoveForwardAsync("lab", 2222, TransportProtocol.Tcp, null)).Definition.Forwards);

        api.World.Networks.Bridges.Clear();
        Assert.Contains("lodge0", Assert.Single((await networks.CheckAsync("lab")).Problems), StringComparison.Ordinal);
        Assert.True((await networks.RepairAsync("lab")).IsActive);
        await FailsAsync(ErrorCode.InvalidState, () => networks.StopAsync("lab"));
        Assert.False((await networks.StopAsync("lab", force: true)).IsActive);
        Assert.True((await networks.StartAsync("lab")).IsActive);
        await api.Client.KillVmAsync("guest");
        await networks.StopAsync("lab");
        await api.Client.DeleteVmAsync("guest");
    }

    private static async Task GroupsAsync(ApiHost api)
    {
        var groups = api.Client.SecurityGroups;
        var web = await groups.CreateAsync(new SecurityGroup { Name = "web", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 80 }] });
        await FailsAsync(ErrorCode.InvalidState, () => groups.CreateAsync(web));
        var json = JsonSerializer.SerializeToUtf8Bytes(web with { Description = "Servers" }, ApiJson.Default.SecurityGroup);
        Assert.Equal("Servers", (await groups.ReplaceAsync("web", json)).Description);
        Assert.Equal("Servers", (await groups.GetAsync(web.Id.ToString())).Description);
        Assert.Single(await groups.ListAsync());
        await groups.DeleteAsync("web");
        await FailsAsync(ErrorCode.NotFound, () => groups.GetAsync("web"));
    }

    private static async Task BridgesAsync(ApiHost api)
    {
        var bridges = api.Client.HostBridges;
        var wish = new HostBridgeWish { Interface = "eth0", Network = "office" };
        Assert.Equal(["198.51.100.2/24"], (await bridges.PlanAsync(wish)).Addresses);
        await FailsAsync(ErrorCode.NotFound, () => bridges.MakeAsync(wish with { Interface = "ethO" }));
        Assert.Equal(HostBridgeState.Waiting, (await bridges.MakeAsync(wish)).State);
        Assert.Equal("br0", Assert.Single(await bridges.ListAsync()).Bridge);
        Assert.Equal(HostBridgeState.Kept, (await bridges.ConfirmAsync("eth0")).State);
        Assert.True((await api.Client.Networks.GetAsync("office")).IsActive);
        Assert.Equal(HostBridgeState.Undone, (await bridges.UndoAsync("eth0", force: true)).State);
        await FailsAsync(ErrorCode.NotFound, () => bridges.UndoAsync("eth0"));
    }

    private static async Task FailsAsync(ErrorCode code, Func<Task> act) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<LodgeException>(act)).Error.Code);
}
