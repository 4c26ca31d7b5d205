using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.TestSupport.Libvirt;

namespace Lodge.Libvirt.Tests.Handlers.Networks;

/// <summary>Networks' events, notes and ports, and the cards of domains on them.</summary>
public sealed class NetworkDoorTests
{
    private const string Mac = "52:54:00:00:00:01";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_happens_to_networks_is_told_to_those_who_ask_for_that_network_or_all()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        using var reader = await server.OpenAsync();
        var (lab, other) = (Guid.NewGuid(), Guid.NewGuid());
        await RegisterAsync(client, kind: 0, null);
        await RegisterAsync(reader, kind: 1, ("lab", lab));

        await server.Engine.Networks.DefineAsync(Definition("other", other, 1), Cancelled);
        await server.Engine.Networks.CreateAsync(Definition("lab", lab, 2), Cancelled);
        await server.DoneAsync("net-destroy", "lab");
        await server.Engine.Networks.DefineAsync(Definition("lab", lab, 2), Cancelled);
        using var writer = await server.OpenAsync();
        await writer.DoneAsync(RemoteProcedure.NetworkSetMetadata, new RpcArguments()
            .Network("other", other).Number(1).Number(1).Text("A title").Number(0).Number(0).Number(0));
        await writer.DoneAsync(RemoteProcedure.NetworkSetMetadata, new RpcArguments()
            .Network("lab", lab).Number(2).Number(1).Text("<x/>").Number(1).Text("a").Number(1).Text("urn:a").Number(0));

        foreach (var (name, what) in new[] { ("other", 0), ("lab", 2), ("lab", 3), ("lab", 1), ("lab", 0), ("other", 0), ("lab", 0) })
        {
            Assert.Equal((name, what), await LifecycleAsync(client));
        }

        var (changed, metadata) = await EventAsync(reader, RemoteProcedure.NetworkEventCallbackMetadataChange);
        Assert.Equal(("lab", 2, 1, "urn:a"), (changed, metadata.Number(), metadata.Number(), metadata.Text()));
        Assert.Equal("A title", server.Engine.Networks.Get("other").Definition.Title);
        Assert.Equal("<a:x xmlns:a=\"urn:a\"/>", server.Engine.Networks.Get("lab").Definition.Metadata);
        var read = await writer.DoneAsync(RemoteProcedure.NetworkGetMetadata, new RpcArguments().Network("lab", lab).Number(2).Number(1).Text("urn:a").Number(0));
        Assert.Equal("<x/>", read.Text());
        var missing = await writer.FailsAsync(RemoteProcedure.NetworkGetMetadata, new RpcArguments().Network("lab", lab).Number(0).Number(0).Number(0));
        Assert.Equal((111, 19), missing);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Failures_have_libvirts_numbers_and_say_that_they_come_from_networks()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.OpenAsync();
        await server.Engine.Networks.DefineAsync(Definition("lab", Guid.NewGuid(), 1), Cancelled);
        server.World.Networks.Fails = what => what == "start lab" ? new Lodge.Model.Errors.LodgeException(Lodge.Model.Errors.ErrorCode.Unsupported, "No.", "Never.") : null;
        var id = server.Engine.Networks.Get("lab").Id;

        Assert.Equal((43, 19), await client.FailsAsync(RemoteProcedure.NetworkLookupByName, new RpcArguments().Text("gone")));
        Assert.Equal((43, 19), await client.FailsAsync(RemoteProcedure.NetworkIsActive, new RpcArguments().Network("gone", Guid.NewGuid())));
        Assert.Equal((55, 19), await client.FailsAsync(RemoteProcedure.NetworkDestroy, new RpcArguments().Network("lab", id)));
        Assert.Equal((67, 19), await client.FailsAsync(RemoteProcedure.NetworkCreate, new RpcArguments().Network("lab", id)));
        Assert.Equal((27, 19), await client.FailsAsync(RemoteProcedure.NetworkDefineXml, new RpcArguments().Text("<domain/>")));
        Assert.Equal((107, 19), await client.FailsAsync(RemoteProcedure.NetworkPortLookupByUuid, new RpcArguments().Network("lab", id).Uuid(Guid.NewGuid())));
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Cards_on_networks_are_ports_have_addresses_and_limits()
    {
        await using var server = await TestServer.StartAsync();
        var (vm, plug) = await PluggedAsync(server);
        var port = plug.PortId.ToString();

        Assert.Equal(port, await server.DoneAsync("net-port-list", "lab").ContinueWith(done => done.Result.Split('\n')[^1].Trim(), Cancelled));
        var xml = await server.DoneAsync("net-port-dumpxml", "lab", port);
        Assert.Contains($"<owner>\n    <name>web</name>\n    <uuid>{vm.Id}</uuid>", xml, StringComparison.Ordinal);
        Assert.Contains("<plug type='network' bridge='lodge0'/>", xml, StringComparison.Ordinal);
        using (var client = await server.OpenAsync())
        {
            var deletion = new RpcArguments().Network("lab", plug.Network!.Value).Uuid(plug.PortId).Number(0);
            Assert.Equal((84, 19), await client.FailsAsync(RemoteProcedure.NetworkPortDelete, deletion));
        }

        Assert.Matches($"{plug.Interface} +network +lab +virtio +{Mac}", await server.DoneAsync("domiflist", "web"));
        Assert.Contains($"portid='{port}' bridge='lodge0'", await server.DoneAsync("dumpxml", "web"), StringComparison.Ordinal);
        Assert.Contains("connections='1'", await server.DoneAsync("net-dumpxml", "lab"), StringComparison.Ordinal);

        await server.DoneAsync("domiftune", "web", plug.Interface, "--inbound", "1000,2000,64", "--outbound", "500");
        Assert.Matches("(?s)inbound.average: 1000\n.*outbound.average: 500", await server.DoneAsync("domiftune", "web", Mac));
        Assert.Contains("<inbound average='1000' peak='2000' burst='64'/>", await server.DoneAsync("net-port-dumpxml", "lab", port), StringComparison.Ordinal);
        await server.DoneAsync("domiftune", "web", Mac, "--inbound", "0");
        Assert.DoesNotContain("inbound", await server.DoneAsync("net-port-dumpxml", "lab", port), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Addresses_come_from_leases_and_from_what_the_host_has_heard()
    {
        await using var server = await TestServer.StartAsync();
        var (_, plug) = await PluggedAsync(server);
        var network = server.Engine.Networks.Get("lab").Id;
        server.World.Networks.Leases[network] = [new DhcpLease { Network = network, Address = "10.2.0.9", Prefix = 24, Mac = Mac, Name = "guest" }];
        server.World.Networks.Neighbours[Mac] = [System.Net.IPAddress.Parse("10.2.0.8")];

        Assert.Matches($@"{plug.Interface} +{Mac} +ipv4 +10\.2\.0\.9/24", await server.DoneAsync("domifaddr", "web"));
        Assert.Matches(@"ipv4 +10\.2\.0\.8/0", await server.DoneAsync("domifaddr", "web", "--source", "arp"));
        Assert.Equal("guest", await server.DoneAsync("domhostname", "web", "--source", "lease"));
    }

    [Fact]
    public async Task Card_that_a_client_updates_keeps_what_its_XML_cannot_say()
    {
        await using var server = await TestServer.StartAsync();
        var (_, plug) = await PluggedAsync(server, nic => nic with { Groups = [], AntiSpoofing = true });

        await server.DoneAsync("domif-setlink", "web", plug.Interface, "down");

        var card = server.Engine.Vms.Get("web").CurrentDefinition.Nics[0];
        Assert.Equal((LinkState.Down, 0, true), (card.Link, card.Groups?.Count, card.AntiSpoofing));
        Assert.Equal("down", (await server.DoneAsync("domif-getlink", "web", plug.Interface)).Split(' ')[^1]);
    }

    private static async Task<(Vm Vm, NicPlug Plug)> PluggedAsync(TestServer server, Func<NicDefinition, NicDefinition>? change = null)
    {
        await server.Engine.Networks.CreateAsync(Definition("lab", Guid.NewGuid(), 2), Cancelled);
        var nic = new NicDefinition(new NetworkNicSource("lab")) { Mac = Mac };
        var vm = await server.Engine.Lifecycle.LaunchAsync(
            new VmDefinition { Name = "web", Accel = Accelerator.Tcg, Nics = [change is null ? nic : change(nic)] }, transient: false, paused: false, Cancelled);
        return (vm, Assert.Single(server.Engine.Networks.ListPlugs("lab")));
    }

    private static NetworkDefinition Definition(string name, Guid id, int subnet) =>
        new([new SubnetDefinition { Address = $"10.{subnet}.0.1/24" }]) { Name = name, Id = id };

    private static async Task RegisterAsync(RpcClient client, int kind, (string Name, Guid Id)? only)
    {
        var arguments = new RpcArguments().Number(kind).Number(only is null ? 0 : 1);
        await client.DoneAsync(RemoteProcedure.ConnectNetworkEventRegisterAny, only is { } one ? arguments.Network(one.Name, one.Id) : arguments);
    }

    private static async Task<(string Name, int What)> LifecycleAsync(RpcClient client)
    {
        var (name, payload) = await EventAsync(client, RemoteProcedure.NetworkEventLifecycle);
        return (name, payload.Number());
    }

    // The name of the network, and the payload behind its UUID.
    private static async Task<(string Name, RpcPayload Payload)> EventAsync(RpcClient client, RemoteProcedure procedure)
    {
        var message = (await client.NextAsync())!;
        Assert.Equal(procedure, (RemoteProcedure)message.Procedure);
        var payload = new RpcPayload(message.Payload).Int();
        return (payload.Text(), payload.Skip(16));
    }
}
