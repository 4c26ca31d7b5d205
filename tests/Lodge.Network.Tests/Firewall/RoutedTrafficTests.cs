using Lodge.Model.Errors;
using Lodge.Model.Networks;
using static Lodge.Network.Tests.Firewall.FirewallFacts;
using static Lodge.Network.Tests.Firewall.FirewallLab;

namespace Lodge.Network.Tests.Firewall;

/// <summary>What the kernel lets through between networks, with real packets.</summary>
public sealed class RoutedTrafficTests
{
    private const string MacA = "52:54:00:00:00:0a";
    private const string MacB = "52:54:00:00:00:0b";

    [Fact]
    public async Task Guest_reaches_out_with_the_host_s_address_and_is_reached_by_forwarded_ports_only()
    {
        using var lab = Create();
        lab.AddBridge("lodge0", "192.168.122.1/24", "fd12::1/64");
        var guest = lab.AddGuest("vnet0", MacA, "lodge0", "192.168.122.1", "192.168.122.5/24", "fd12::5/64");
        AddDefault(guest, "fd12::1");
        var other = lab.AddGuest("vnet1", MacB, "lodge0", "192.168.122.1", "192.168.122.6/24");
        var network = Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24", "fd12::1/64"], network => network with
        {
            Nat = new NatDefinition { Ipv6 = true },
            Forwards =
            [
                new PortForward { Port = 2222, Target = "web", TargetPort = 22 },
                new PortForward { Port = 8000, LastPort = 8002, Target = "192.168.122.5", TargetPort = 9000 },
                new PortForward { Port = 7000, LastPort = 7002, Target = "192.168.122.5", Address = HostAddress },
            ],
        });
        await lab.ApplyAsync(State(
            [network], [Card("vnet0", MacA, "web", "lodge0"), Card("vnet1", MacB, "client", "lodge0")],
            [Lease("lodge0", MacA, "192.168.122.5"), Lease("lodge0", MacA, "fd12::5")]));
        lab.Serve(lab.Internet, 80);
        foreach (var port in new[] { 22, 80, 9001, 7002 })
        {
            lab.Serve(guest, port);
        }

        Assert.Equal($"{HostAddress} 80", await AskAsync(guest, Outside, 80));
        Assert.Equal($"{HostAddress6} 80", await AskAsync(guest, Outside6, 80));
        Assert.Equal($"{Outside} 22", await AskAsync(lab.Internet, HostAddress, 2222));
        Assert.Equal($"{Outside6} 22", await AskAsync(lab.Internet, HostAddress6, 2222));
        Assert.Equal($"{Outside} 9001", await AskAsync(lab.Internet, HostAddress, 8001));
        Assert.Equal($"{Outside} 7002", await AskAsync(lab.Internet, HostAddress, 7002));

        // From the host itself, by its loopback too; and from a guest to the host's address, back into its own network.
        Assert.EndsWith(" 22", await AskAsync(lab.Host, HostAddress, 2222), StringComparison.Ordinal);
        Assert.Equal("192.168.122.1 22", await AskAsync(lab.Host, "127.0.0.1", 2222));
        Assert.Equal("192.168.122.1 22", await AskAsync(other, HostAddress, 2222));
        Assert.Equal("192.168.122.6 80", await AskAsync(other, "192.168.122.5", 80));

        // Whoever knows a way to the network does not come in by it.
        AddDefault(lab.Internet, HostAddress);
        Assert.True(await IsClosedAsync(lab.Internet, "192.168.122.5", 80));
        Assert.True(await IsClosedAsync(lab.Internet, HostAddress, 80));

        // A forward does not take a program's port away; one that is there already stays.
        lab.Serve(lab.Host, 9999);
        lab.Serve(lab.Host, 7000);
        var refused = await Assert.ThrowsAsync<LodgeException>(() => lab.ApplyAsync(State([network with
        {
            Definition = network.Definition with { Forwards = [.. network.Definition.Forwards!, new PortForward { Port = 9999, Target = "192.168.122.5" }] },
        }])));
        Assert.Contains("Port 9999 (TCP) of the host is in use", refused.Message, StringComparison.Ordinal);
        Assert.Equal($"{Outside} 7002", await AskAsync(lab.Internet, HostAddress, 7002));

        // A forward that is taken back leads nowhere.
        await lab.ApplyAsync(State([network with { Definition = network.Definition with { Forwards = [] } }]));
        Assert.True(await IsClosedAsync(lab.Internet, HostAddress, 2222));
        Assert.Equal($"{HostAddress} 80", await AskAsync(guest, Outside, 80));
    }

    [Fact]
    public async Task Networks_reach_what_their_mode_and_tenant_allow()
    {
        using var lab = Create();
        (string Bridge, NetworkMode Mode, string? Tenant)[] networks =
            [("lodge1", NetworkMode.Nat, "blue"), ("lodge2", NetworkMode.Routed, "blue"), ("lodge3", NetworkMode.Routed, null), ("lodge4", NetworkMode.Isolated, "blue")];
        var guests = networks.Select((network, index) =>
        {
            lab.AddBridge(network.Bridge, $"10.{index + 1}.0.1/24");
            var guest = lab.AddGuest($"vnet{index + 1}", $"52:54:00:00:00:0{index + 1}", network.Bridge, $"10.{index + 1}.0.1", $"10.{index + 1}.0.5/24");
            lab.Serve(guest, 80);
            return guest;
        }).ToList();
        AddDefault(lab.Internet, HostAddress);
        lab.Serve(lab.Internet, 80);
        lab.Serve(lab.Host, 8080);
        await lab.ApplyAsync(State([.. networks.Select((network, index) =>
            Running(network.Bridge, network.Mode, [$"10.{index + 1}.0.1/24"], definition => definition with { Tenant = network.Tenant }))]));
        var (nat, routed, stranger, isolated) = (guests[0], guests[1], guests[2], guests[3]);

        Assert.Equal($"{HostAddress} 80", await AskAsync(nat, Outside, 80));
        Assert.Equal("10.2.0.5 80", await AskAsync(routed, Outside, 80));
        Assert.Equal($"{Outside} 80", await AskAsync(lab.Internet, "10.2.0.5", 80));
        Assert.Equal("10.1.0.5 80", await AskAsync(nat, "10.2.0.5", 80));
        Assert.Equal("10.2.0.5 80", await AskAsync(routed, "10.1.0.5", 80));
        Assert.Equal("10.4.0.5 8080", await AskAsync(isolated, "10.4.0.1", 8080));

        Assert.True(await IsClosedAsync(stranger, "10.2.0.5", 80));
        Assert.True(await IsClosedAsync(routed, "10.3.0.5", 80));
        Assert.True(await IsClosedAsync(stranger, "10.2.0.1", 8080));
        Assert.True(await IsClosedAsync(lab.Internet, "10.1.0.5", 80));
        Assert.True(await IsClosedAsync(isolated, Outside, 80));
        Assert.True(await IsClosedAsync(isolated, "10.2.0.5", 80));
        Assert.True(await IsClosedAsync(lab.Internet, "10.4.0.5", 80));
    }
}
