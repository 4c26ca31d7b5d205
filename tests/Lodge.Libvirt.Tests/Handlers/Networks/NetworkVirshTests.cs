using Lodge.Libvirt.Tests.Support;
using Lodge.Model.Networks;

namespace Lodge.Libvirt.Tests.Handlers.Networks;

/// <summary>Networks through virsh.</summary>
public sealed class NetworkVirshTests
{
    private const string Id = "0a2b6c1e-6d0f-4a53-9d0d-4f5a5f9e2b20";
    private const string Xml =
        $"<network><name>lab</name><uuid>{Id}</uuid><forward mode='nat'/><bridge name='br7'/>"
        + "<ip address='10.7.0.1' prefix='24'><dhcp><range start='10.7.0.10' end='10.7.0.90'/></dhcp></ip></network>";

    [Fact]
    public async Task Network_is_defined_started_looked_at_stopped_and_forgotten()
    {
        await using var server = await TestServer.StartAsync();
        using var file = new TemporaryFile(Xml);

        await server.DoneAsync("net-define", file.Path);
        Assert.Matches("lab +inactive +no +yes", await server.DoneAsync("net-list", "--all"));
        Assert.Contains("not active", await server.RefusedAsync("net-destroy", "lab"), StringComparison.Ordinal);
        await server.DoneAsync("net-start", "lab");
        await server.DoneAsync("net-autostart", "lab");
        Assert.Contains("already active", await server.RefusedAsync("net-start", "lab"), StringComparison.Ordinal);
        Assert.Matches("lab +active +yes +yes", await server.DoneAsync("net-list", "--autostart"));
        Assert.Matches("Bridge: +br7", await server.DoneAsync("net-info", "lab"));
        Assert.Equal(Id, await server.DoneAsync("net-uuid", "lab"));
        Assert.Equal("lab", await server.DoneAsync("net-name", Id));
        Assert.Contains("<bridge name='br7' stp='on' delay='0'/>", await server.DoneAsync("net-dumpxml", "lab"), StringComparison.Ordinal);

        await server.DoneAsync("net-define", file.Path);
        Assert.True(server.Engine.Networks.Get("lab").Definition.Autostart);
        await server.DoneAsync("net-undefine", "lab");
        Assert.Matches("lab +active +no +no", await server.DoneAsync("net-list", "--transient"));
        Assert.Contains("transient network", await server.RefusedAsync("net-undefine", "lab"), StringComparison.Ordinal);
        Assert.Contains("transient network", await server.RefusedAsync("net-autostart", "lab"), StringComparison.Ordinal);
        await server.DoneAsync("net-destroy", "lab");
        Assert.Contains("Network not found: no network with matching name 'lab'", await server.RefusedAsync("net-info", "lab"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Network_that_is_created_is_gone_when_it_stops()
    {
        await using var server = await TestServer.StartAsync();
        using var file = new TemporaryFile(Xml);

        await server.DoneAsync("net-create", file.Path);
        Assert.Matches("lab +active +no +no", await server.DoneAsync("net-list"));
        Assert.Contains("already active as 'lab'", await server.RefusedAsync("net-create", file.Path), StringComparison.Ordinal);
        await server.DoneAsync("net-destroy", "lab");
        Assert.Empty(server.Engine.Networks.List());
    }

    [Theory]
    [InlineData($"<network><name>lab</name></network>", $"network 'lab' already exists with uuid {Id}")]
    [InlineData($"<network><name>other</name><uuid>{Id}</uuid></network>", $"network 'lab' is already defined with uuid {Id}")]
    [InlineData("<network><name>more</name><bridge name='br7'/></network>", "br7")]
    [InlineData("<network><name>more</name><forward mode='hostdev'/></network>", "unsupported configuration: 'hostdev'")]
    [InlineData("<network><name>more</name><ip address='10.7.0.9' prefix='16'/></network>", "10.7.0")]
    [InlineData("<network/>", "XML error: missing element <name>")]
    public async Task What_cannot_be_a_network_is_refused_and_changes_nothing(string xml, string expected)
    {
        await using var server = await TestServer.StartAsync();
        using var first = new TemporaryFile(Xml);
        await server.DoneAsync("net-define", first.Path);
        using var file = new TemporaryFile(xml);

        Assert.Contains(expected, await server.RefusedAsync("net-define", file.Path), StringComparison.Ordinal);
        Assert.Equal("lab", Assert.Single(server.Engine.Networks.List()).Name);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Leases_are_told_by_virsh_s_columns_of_all_cards_or_one()
    {
        await using var server = await TestServer.StartAsync();
        using var file = new TemporaryFile(Xml);
        await server.DoneAsync("net-create", file.Path);
        var network = server.Engine.Networks.Get("lab").Id;
        server.World.Networks.Leases[network] =
        [
            new DhcpLease { Network = network, Address = "10.7.0.10", Prefix = 24, Mac = "52:54:00:00:00:01", Name = "web", ClientId = "01:52:54", Expires = DateTimeOffset.UnixEpoch.AddYears(60) },
            new DhcpLease { Network = network, Address = "fd12::9", Prefix = 64, Mac = "52:54:00:00:00:02", Iaid = 7 },
        ];

        var all = await server.DoneAsync("net-dhcp-leases", "lab");
        Assert.Matches(@"52:54:00:00:00:01 +ipv4 +10\.7\.0\.10/24 +web +01:52:54", all);
        Assert.Matches("52:54:00:00:00:02 +ipv6 +fd12::9/64 +- +-", all);
        Assert.DoesNotContain("fd12", await server.DoneAsync("net-dhcp-leases", "lab", "52:54:00:00:00:01"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Own_editor_of_virsh_saves_what_it_read()
    {
        await using var server = await TestServer.StartAsync();
        await server.Engine.Networks.DefineAsync(
            new NetworkDefinition([new SubnetDefinition { Address = "10.8.0.1/24" }]) { Name = "kept", Tenant = "blue", Groups = [], AntiSpoofing = true }, CancellationToken.None);
        var before = server.Engine.Networks.Get("kept").Definition;
        using var file = new TemporaryFile(await server.DoneAsync("net-dumpxml", "kept", "--inactive"));
        await server.DoneAsync("net-define", "--validate", file.Path);
        await File.WriteAllTextAsync(file.Path, "<network><name>odd</name><chair/></network>");
        Assert.Contains("failed to validate against schema", await server.RefusedAsync("net-define", "--validate", file.Path), StringComparison.Ordinal);

        var after = server.Engine.Networks.Get("kept").Definition;
        Assert.Equal(("blue", true, 0), (after.Tenant, after.AntiSpoofing, after.Groups?.Count));
        Assert.Equal(before.Subnets[0].Address, after.Subnets[0].Address);
        Assert.Equal(before.Bridge, after.Bridge);
    }
}
