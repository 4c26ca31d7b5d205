using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Networks;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;

namespace Lodge.Cli.Tests.Commands;

/// <summary>Networks, security groups and network cards at the command line.</summary>
public sealed class NetworkCommandTests
{
    private static readonly ChangeOutcome Done = new(Samples.Stopped(), [], []);

    private static readonly SecurityGroup Web = new()
    {
        Id = NetworkSamples.LabId,
        Name = "web",
        Description = "Web servers",
        Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 80 }, new SecurityRule { Direction = RuleDirection.Out, Description = "updates" }],
    };

    [Fact]
    public async Task Create_sends_what_the_options_say()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/networks", NetworkSamples.Running, ApiJson.Default.Network, 201);

        var said = await CommandLine.RunAsync(
            api, "network", "create", "lab", "--subnet", "10.7.0.1/24", "--subnet", "fd00:7::1/64", "--dhcp", "10.7.0.10-10.7.0.99", "--mode", "routed",
            "--bridge", "lab0", "--interface", "eth0", "--domain", "lab.example.org", "--tenant", "acme", "--mtu", "9000", "--forward", "2222:web1:22",
            "--group", "web", "--inbound", "10M", "--title", "The lab", "--set", "isolatedPorts=true");

        Assert.Equal(new(ExitStatus.Ok, "lab is running on 10.7.0.1/24 and fd00:7::1/64.\n", ""), said);
        GoldenFile.Matches("network-create-request.json", JsonNode.Parse(api.Requests[^1].Body)!.ToJsonString(new() { WriteIndented = true }) + "\n");
    }

    [Fact]
    public async Task Create_without_options_takes_a_subnet_that_is_free()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/networks", NetworkSamples.Stopped, ApiJson.Default.Network, 201);

        var said = await CommandLine.RunAsync(api, "network", "create", "lab", "--no-start", "--no-autostart");

        Assert.Equal("lab is defined on 10.7.0.1/24 and fd00:7::1/64; start it: lodge network start lab\n", said.Out);
        var sent = JsonNode.Parse(api.Requests[^1].Body)!;
        Assert.Equal((true, null, false), ((bool)sent["flexible"]!, sent["start"], (bool)sent["definition"]!["autostart"]!));
    }

    [Theory]
    [InlineData("--mode", "bridge", "needs the host's bridge", "--bridge br0")]
    [InlineData("--mode", "macvtap", "needs an interface", "--interface eth0")]
    [InlineData("--mode", "routed", "needs a subnet", "--subnet 10.7.0.1/24")]
    [InlineData("--dhcp", "10.7.0.2-10.7.0.9", "lies in no subnet", "--subnet")]
    public async Task Create_says_what_a_network_of_that_kind_needs(string option, string value, string problem, string remedy)
    {
        var said = await CommandLine.RunAsync(null, "network", "create", "lab", option, value);
        Assert.Equal(ExitStatus.Usage, said.Status);
        Assert.Contains(problem, said.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Networks_are_shown_with_who_is_on_them_and_what_is_in_their_way()
    {
        await using var api = await FakeApi.StartAsync();
        IReadOnlyList<NetworkSummary> rows =
        [
            new(NetworkSamples.LabId, "lab", NetworkMode.Nat, true, true, true, "lodge0", ["10.7.0.1/24", "fd00:7::1/64"], 3, [], "acme", "The lab"),
            new(Guid.Empty, "office", NetworkMode.Bridge, false, true, false, "br0", [], 0, [], null, null),
            new(Guid.Empty, "old", NetworkMode.Isolated, true, true, false, "lodge1", [], 0, ["Its bridge lodge1 is gone."], null, null),
        ];
        api.On("GET /v1/networks", rows, ApiJson.Default.IReadOnlyListNetworkSummary)
            .On("GET /v1/networks/lab", NetworkSamples.Running, ApiJson.Default.Network)
            .On<IReadOnlyList<NicPlug>>($"GET /v1/networks/{NetworkSamples.LabId}/plugs", [NetworkSamples.Plug], ApiJson.Default.IReadOnlyListNicPlug)
            .On<IReadOnlyList<NicPlug>>("GET /v1/networks/lab/plugs", [NetworkSamples.Plug], ApiJson.Default.IReadOnlyListNicPlug)
            .On<IReadOnlyList<DhcpLease>>("GET /v1/networks/lab/leases", [NetworkSamples.Lease], ApiJson.Default.IReadOnlyListDhcpLease)
            .On($"GET /v1/networks/{NetworkSamples.LabId}/check", new NetworkCheck(["Its dnsmasq is gone."], ["Docker drops what is forwarded."]), ApiJson.Default.NetworkCheck);

        var text = "";
        foreach (var command in (string[])["list", "info lab", "leases lab", "forward list lab", "dns lab"])
        {
            var said = await CommandLine.RunAsync(api, ["network", .. command.Split(' ')]);
            text += $"$ lodge network {command}\n{said.Out}{said.Error}\n";
        }

        GoldenFile.Matches("networks.txt", text);
    }

    [Fact]
    public async Task Network_is_edited_field_by_field_from_the_revision_that_was_read()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/networks/lab", NetworkSamples.Running, ApiJson.Default.Network)
            .On($"PUT /v1/networks/{NetworkSamples.LabId}", NetworkSamples.Running, ApiJson.Default.Network);

        var said = await CommandLine.RunAsync(api, "network", "edit", "lab", "--set", "mtu=9000", "--set", "tenant=null", "--next");

        Assert.Equal("lab is changed, from its next start on.\n", said.Out);
        var sent = JsonNode.Parse(api.Requests[^1].Body)!;
        Assert.Equal(("?scope=config", "\"2\"", 9000), (api.Requests[^1].Query, api.Requests[^1].IfMatch, (int)sent["mtu"]!));
        Assert.Null(sent["tenant"]);
    }

    [Fact]
    public async Task Delete_stops_a_network_first_unless_somebody_is_on_it()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/networks/lab", NetworkSamples.Running, ApiJson.Default.Network)
            .On($"DELETE /v1/networks/{NetworkSamples.LabId}", (context, _) => { context.Response.StatusCode = 204; return Task.CompletedTask; })
            .Fails($"POST /v1/networks/{NetworkSamples.LabId}/stop", ErrorCode.InvalidState, "Network 'lab' is in use.", "Cut them off: 'lodge network stop lab --force'.");

        var refused = await CommandLine.RunAsync(api, "network", "delete", "lab");
        Assert.Equal(new(ExitStatus.Conflict, "", "lodge: Network 'lab' is in use.\n  → Cut them off: 'lodge network delete lab --force'.\n"), refused);

        api.On($"POST /v1/networks/{NetworkSamples.LabId}/stop", NetworkSamples.Stopped, ApiJson.Default.Network);
        Assert.Equal("lab is deleted.\n", (await CommandLine.RunAsync(api, "network", "delete", "lab", "--force")).Out);
        Assert.Contains(api.Requests, request => request.Query == "?force=true");
    }

    [Fact]
    public async Task Forwards_come_and_go()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/networks/lab/forwards", NetworkSamples.Running, ApiJson.Default.Network)
            .On("DELETE /v1/networks/lab/forwards", NetworkSamples.Running, ApiJson.Default.Network);

        Assert.Equal("2222/tcp → web1:22.\n", (await CommandLine.RunAsync(api, "network", "forward", "add", "lab", "2222", "web1:22")).Out);
        Assert.Equal("""{"port":2222,"protocol":"tcp","target":"web1","targetPort":22}""", api.Requests[^1].Body);
        Assert.Equal("udp/53 leads nowhere any more.\n", (await CommandLine.RunAsync(api, "network", "forward", "remove", "lab", "udp/53")).Out);
        Assert.Equal("?port=53&protocol=udp", api.Requests[^1].Query);
    }

    [Fact]
    public async Task Repair_says_what_was_wrong_and_what_is_in_the_way()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/networks/lab/check", new NetworkCheck(["Its bridge lodge0 is gone."], ["Docker drops what is forwarded."]), ApiJson.Default.NetworkCheck)
            .On("POST /v1/networks/lab/repair", NetworkSamples.Running, ApiJson.Default.Network);

        var said = await CommandLine.RunAsync(api, "network", "repair", "lab");

        Assert.Equal(
            new(ExitStatus.Ok, "lab is whole again.\n", "  was wrong: Its bridge lodge0 is gone.\n  in the way: Docker drops what is forwarded.\n"), said);
    }

    [Fact]
    public async Task Security_groups_are_shown_and_changed_rule_by_rule()
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<SecurityGroup>>("GET /v1/security-groups", [Web], ApiJson.Default.IReadOnlyListSecurityGroup)
            .On("GET /v1/security-groups/web", Web, ApiJson.Default.SecurityGroup)
            .On("POST /v1/security-groups", Web, ApiJson.Default.SecurityGroup, 201)
            .On($"PUT /v1/security-groups/{Web.Id}", Web, ApiJson.Default.SecurityGroup);

        var list = await CommandLine.RunAsync(api, "firewall", "list");
        var info = await CommandLine.RunAsync(api, "firewall", "info", "web");
        GoldenFile.Matches("firewall.txt", list.Out + "\n" + info.Out);

        Assert.Equal("web allows 2 things.\n", (await CommandLine.RunAsync(api, "firewall", "create", "web", "--allow", "in tcp/80", "--allow", "out")).Out);
        Assert.Equal(
            """{"id":"00000000-0000-0000-0000-000000000000","name":"web","rules":[{"direction":"in","protocol":"tcp","port":80},{"direction":"out"}]}""",
            api.Requests[^1].Body);
        Assert.Equal("web allows in icmp from group:db.\n", (await CommandLine.RunAsync(api, "firewall", "allow", "web", "in", "icmp", "from", "group:db")).Out);
        Assert.Equal(3, JsonNode.Parse(api.Requests[^1].Body)!["rules"]!.AsArray().Count);
        Assert.Equal("web does not allow out any more.\n", (await CommandLine.RunAsync(api, "firewall", "remove-rule", "web", "2")).Out);
        Assert.Contains("has no rule 3; it has 2.", (await CommandLine.RunAsync(api, "firewall", "remove-rule", "web", "3")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_cards_are_listed_added_and_changed()
    {
        var nic = new NicDefinition(new NetworkNicSource("lab")) { Alias = "net0", Mac = "52:54:00:12:34:56", Groups = ["web"] };
        var vm = Samples.Stopped() with { Definition = Samples.Definition() with { Nics = [nic, new NicDefinition { Alias = "net1", Mac = "52:54:00:12:34:57" }] } };
        await using var api = await FakeApi.StartAsync();
        IReadOnlyList<NicAddresses> addresses =
        [
            new("net0", nic.Mac, "vnet0", "lab", [new("10.7.0.17", 24, AddressSource.Lease), new("fd00:7::17", 64, AddressSource.Agent), new("10.7.0.18", null, AddressSource.Arp)]),
        ];
        api.On("GET /v1/vms/web1", vm, ApiJson.Default.Vm)
            .On($"GET /v1/vms/{Samples.WebId}/addresses", addresses, ApiJson.Default.IReadOnlyListNicAddresses)
            .On<IReadOnlyList<NicDrops>>($"GET /v1/vms/{Samples.WebId}/drops", [new("net0", "vnet0", 3, 4)], ApiJson.Default.IReadOnlyListNicDrops)
            .On("POST /v1/vms/web1/devices", Done with { Device = "net2" }, ApiJson.Default.ChangeOutcome)
            .On($"PUT /v1/vms/{Samples.WebId}/devices/net0", Done, ApiJson.Default.ChangeOutcome);

        GoldenFile.Matches("nics.txt", (await CommandLine.RunAsync(api, "nic", "list", "web1")).Out);
        Assert.Equal("web1 has another network card: net2.\n", (await CommandLine.RunAsync(api, "nic", "add", "web1", "--bridge", "br0", "--vlan", "7")).Out);
        Assert.Contains("\"source\":{\"type\":\"bridge\",\"bridge\":\"br0\"}", api.Requests[^1].Body, StringComparison.Ordinal);

        var said = await CommandLine.RunAsync(api, "nic", "set", "web1", "52:54:00:12:34:56", "--network", "backend", "--inbound", "10M", "--link", "down", "--group", "default");
        Assert.Equal("net0 of web1 is changed.\n", said.Out);
        var sent = JsonNode.Parse(api.Requests[^1].Body)!["nic"]!;
        Assert.Equal(("backend", 10240, "down"), ((string?)sent["source"]!["network"], (int)sent["bandwidth"]!["inbound"]!["average"]!, (string?)sent["link"]));
        Assert.Null(sent["groups"]);
        Assert.Contains("Name one of: net0, net1.", (await CommandLine.RunAsync(api, "nic", "remove", "web1", "net7")).Error, StringComparison.Ordinal);
        Assert.Contains("--network NAME", (await CommandLine.RunAsync(api, "nic", "add", "web1")).Error, StringComparison.Ordinal);
        Assert.Contains("exclude each other", (await CommandLine.RunAsync(api, "nic", "add", "web1", "--user", "--bridge", "br0")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drops_are_counted_card_by_card()
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<NicDrops>>("GET /v1/vms/web1/drops", [new("net0", "vnet0", 12, 0), new("net1", "vnet10", 0, 345)], ApiJson.Default.IReadOnlyListNicDrops)
            .On<IReadOnlyList<NicDrops>>("GET /v1/vms/db/drops", [], ApiJson.Default.IReadOnlyListNicDrops);

        Assert.Equal(
            "NIC   INTERFACE  FORGED  REFUSED\nnet0  vnet0          12        0\nnet1  vnet10          0      345\n",
            (await CommandLine.RunAsync(api, "firewall", "drops", "web1")).Out);
        Assert.Contains("db has no card now", (await CommandLine.RunAsync(api, "firewall", "drops", "db")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Autostart_changes_the_definition_only()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/networks/lab", NetworkSamples.Running, ApiJson.Default.Network)
            .On($"PUT /v1/networks/{NetworkSamples.LabId}", NetworkSamples.Running, ApiJson.Default.Network);

        Assert.Equal("lab does not start with the daemon from now on.\n", (await CommandLine.RunAsync(api, "network", "autostart", "lab", "off")).Out);
        Assert.Equal(("?scope=config", "\"2\""), (api.Requests[^1].Query, api.Requests[^1].IfMatch));
        Assert.False((bool?)JsonNode.Parse(api.Requests[^1].Body)!["autostart"] ?? false);
        Assert.Equal("lab starts with the daemon from now on.\n", (await CommandLine.RunAsync(api, "network", "autostart", "lab")).Out);
        Assert.True((bool)JsonNode.Parse(api.Requests[^1].Body)!["autostart"]!);
        Assert.Contains("neither 'on' nor 'off'", (await CommandLine.RunAsync(api, "network", "autostart", "lab", "maybe")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_takes_the_default_network_where_it_runs()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/networks/default", NetworkSamples.Running, ApiJson.Default.Network).On("POST /v1/vms", Samples.Running(), ApiJson.Default.Vm, 201);

        await CommandLine.RunAsync(api, "launch", "--kernel", "/boot/vmlinuz", "--name", "web1");
        Assert.Equal("default", Network(0));
        await CommandLine.RunAsync(api, "launch", "--kernel", "/boot/vmlinuz", "--name", "web1", "--network", "a", "--network", "b");
        Assert.Equal(("a", "b"), (Network(0), Network(1)));
        await CommandLine.RunAsync(api, "launch", "--kernel", "/boot/vmlinuz", "--name", "web1", "--nic", "user");
        Assert.Null(Network(0));

        string? Network(int nic) => (string?)JsonNode.Parse(api.Requests[^1].Body)!["definition"]!["nics"]![nic]!["source"]?["network"];
    }
}
