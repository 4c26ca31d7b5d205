using System.Net;
using Lodge.Engine.Ports;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Tests.Support;

namespace Lodge.Network.Tests.Operations;

/// <summary>Starting, stopping, mending networks, and daemons that come and go.</summary>
public sealed class NetworkLifeTests
{
    private const string Mac = "52:54:00:00:00:01";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_networks_start_and_leave_nothing_behind()
    {
        await using var host = HostUnderTest.Create();
        var before = host.Leftovers();
        var running = new List<NetworkRuntime>();
        for (var number = 1; number <= 20; number++)
        {
            running.Add(await host.StartAsync(Nets.Lending($"net{number}", number), Cancellation));
        }

        Assert.Equal(20, running.Select(network => network.Bridge).Distinct().Count());
        Assert.Equal(20, host.Networks.ReadRunning().Count);
        await Task.WhenAll(running.Select(network => host.Networks.StopAsync(network, Cancellation)));
        await host.Networks.StopAsync(running[0], Cancellation);
        Assert.Equal(before, host.Leftovers());
    }

    [Fact]
    public async Task Start_that_fails_names_the_package_and_leaves_nothing_behind()
    {
        await using var host = HostUnderTest.Create("/nonexistent/dnsmasq");
        var before = host.Leftovers();
        var failure = await Assert.ThrowsAsync<LodgeException>(() => host.StartAsync(Nets.Lending() with { Bandwidth = Limits }, Cancellation));
        Assert.Contains("dnsmasq-base", failure.Error.Remedy!, StringComparison.Ordinal);
        Assert.Equal(before, host.Leftovers());
        Assert.Empty(host.Networks.ReadRunning());
    }

    [Fact]
    public async Task Later_daemon_finds_networks_and_cards_as_they_are()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        var plug = await host.Networks.PlugAsync(Request(runtime), Cancellation);
        var guest = host.AddGuest(runtime.Bridge!, Mac);
        var lease = await guest.LeaseAsync("web", Cancellation);
        var (bridge, tap) = (host.Links.Get(runtime.Bridge!), host.Links.Get(plug.Interface));

        await host.RestartAsync();
        var found = Assert.Single(host.Networks.ReadRunning());
        Assert.Equal(runtime.DnsmasqProcessId, found.DnsmasqProcessId);
        var again = await host.Networks.StartAsync(found.Definition, Cancellation);
        Assert.Equal(plug, Assert.Single(host.Networks.ListPlugs()));
        Assert.Equal(plug, await host.Networks.AdoptAsync(plug, Request(again), Cancellation));

        Assert.Equal((runtime.DnsmasqProcessId, runtime.StartedAt), (again.DnsmasqProcessId, again.StartedAt));
        Assert.Equal((bridge.Index, tap.Index), (host.Links.Get(runtime.Bridge!).Index, host.Links.Get(plug.Interface).Index));
        Assert.Equal(lease[0], Assert.Single(await host.Networks.ListLeasesAsync(again, Cancellation)).Address);
        Assert.Empty(await host.Networks.InspectAsync(again, Cancellation));
        await host.Networks.UnplugAsync(plug, Cancellation);
        await host.Networks.UnplugAsync(plug, Cancellation);
        Assert.Empty(host.Networks.ListPlugs());
        Assert.Null(host.Links.Find(plug.Interface));
    }

    [Fact]
    public async Task Bridge_that_somebody_deletes_is_missed_and_comes_back_with_its_cards()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        var plug = await host.Networks.PlugAsync(Request(runtime), Cancellation);
        host.Links.Delete(runtime.Bridge!);

        var condition = await host.WaitForAsync<NetworkConditionChanged>(news => news.Problems.Count > 0, Cancellation);
        Assert.Contains("gone", condition.Problems[0], StringComparison.Ordinal);
        Assert.NotEmpty(await host.Networks.InspectAsync(runtime, Cancellation));
        var repaired = await host.Networks.StartAsync(runtime.Definition, Cancellation);
        await host.WaitForAsync<NetworkConditionChanged>(news => news.Problems.Count == 0, Cancellation);
        Assert.Empty(await host.Networks.InspectAsync(repaired, Cancellation));
        Assert.Equal(host.Links.Get(runtime.Bridge!).Index, host.Links.Get(plug.Interface).Master);
        var guest = host.AddGuest(runtime.Bridge!, Mac);
        Assert.StartsWith("10.97.1.", (await guest.LeaseAsync("web", Cancellation))[0], StringComparison.Ordinal);
        await host.Networks.UnplugAsync(plug, Cancellation);
    }

    [Fact(Timeout = 30_000)]
    public async Task Routed_network_passes_both_protocols_on_tells_guests_of_its_prefix_and_has_its_routes()
    {
        await using var host = HostUnderTest.Create();
        var routed = new NetworkDefinition([new SubnetDefinition { Address = "10.98.0.1/24" }, new SubnetDefinition { Address = "fd98::1/64" }])
        {
            Id = Guid.NewGuid(),
            Name = "routed",
            Mode = NetworkMode.Routed,
            Bridge = new BridgeDefinition { Stp = false },
            Routes = [new RouteDefinition { Destination = "10.99.0.0/16", Gateway = "10.98.0.7" }],
        };
        var runtime = await host.StartAsync(routed, Cancellation);
        foreach (var setting in (string[])["ipv4/ip_forward", "ipv6/conf/all/forwarding"])
        {
            Assert.Equal("1", host.Namespace.Run(() => NetworkSettings.Read(setting)));
        }

        Assert.Empty(await host.Networks.InspectAsync(runtime, Cancellation));
        Assert.Contains(host.Namespace.Host.Routes.List(), route => route.Destination.ToString() == "10.99.0.0/16");
        var guest = host.AddGuest(runtime.Bridge!, Mac);
        while (!guest.Network.Addresses.List().Any(address => address.Address.ToString().StartsWith("fd98::", StringComparison.Ordinal)))
        {
            await Task.Delay(100, Cancellation); // Until a router has told the guest of the prefix.
        }

        Assert.Contains(guest.Network.Routes.List(), route => route is { IsAdvertised: true, Destination.PrefixLength: 0 });
        var changed = await host.Networks.ChangeAsync(runtime, runtime.Definition with { Routes = null }, Cancellation);
        Assert.DoesNotContain(host.Namespace.Host.Routes.List(), route => route.Destination.ToString() == "10.99.0.0/16");
        host.Namespace.Host.Addresses.Delete(runtime.Bridge!, IPAddress.Parse("10.98.0.1"), 24);
        Assert.Contains("10.98.0.1/24", Assert.Single(await host.Networks.InspectAsync(changed, Cancellation)), StringComparison.Ordinal);
        Assert.Empty(await host.Networks.InspectAsync(await host.Networks.StartAsync(changed.Definition, Cancellation), Cancellation));
    }

    [Fact]
    public async Task Bridge_of_somebody_else_is_left_alone()
    {
        await using var host = HostUnderTest.Create();
        host.Links.AddBridge("lodge0", new BridgeSettings());
        var complete = await host.Networks.CompleteAsync(Nets.Lending(), [], flexible: false, Cancellation);
        Assert.Equal("lodge1", complete.Bridge!.Name);
        var greedy = complete with { Bridge = complete.Bridge with { Name = "lodge0" } };
        await Assert.ThrowsAsync<LodgeException>(() => host.Networks.CompleteAsync(greedy, [], flexible: false, Cancellation));
        await Assert.ThrowsAsync<LodgeException>(() => host.Networks.StartAsync(greedy, Cancellation));
        Assert.False(host.Links.Get("lodge0").IsUp);
        host.Links.Delete("lodge0");
    }

    [Fact]
    public async Task Change_of_a_running_network_goes_live_or_is_refused_whole()
    {
        await using var host = HostUnderTest.Create();
        var runtime = await host.StartAsync(Nets.Lending(), Cancellation);
        var plug = await host.Networks.PlugAsync(Request(runtime), Cancellation);
        var refused = await Assert.ThrowsAsync<LodgeException>(
            () => host.Networks.ChangeAsync(runtime, runtime.Definition with { Mode = NetworkMode.Nat, Mtu = 1300 }, Cancellation));
        Assert.Equal(ErrorCode.Unsupported, refused.Error.Code);
        Assert.Equal(1500, host.Links.Get(runtime.Bridge!).Mtu);

        var wanted = runtime.Definition with { Mtu = 1300, IsolatedPorts = true, Bandwidth = Limits, Bridge = runtime.Definition.Bridge! with { Stp = true } };
        var changed = await host.Networks.ChangeAsync(runtime, wanted, Cancellation);
        Assert.NotEqual(runtime.DnsmasqProcessId, changed.DnsmasqProcessId);
        var (bridge, tap) = (host.Links.Get(runtime.Bridge!), host.Links.Get(plug.Interface));
        Assert.Equal((1300, 1300, true, true), (bridge.Mtu, tap.Mtu, tap.Port!.Isolated, bridge.Bridge!.Stp));
        Assert.Equal(1300, Assert.Single(host.Networks.ListPlugs()).Mtu);
        await host.Networks.ChangeAsync(changed, runtime.Definition, Cancellation);
        (bridge, tap) = (host.Links.Get(runtime.Bridge!), host.Links.Get(plug.Interface));
        Assert.Equal((1500, 1500, false, false), (bridge.Mtu, tap.Mtu, tap.Port!.Isolated, bridge.Bridge!.Stp));
        Assert.DoesNotContain(host.Links.List(), queue => queue.Kind == "ifb");
        await host.Networks.UnplugAsync(plug, Cancellation);
    }

    private static BandwidthDefinition Limits { get; } = new() { Inbound = new BandwidthLimit { Average = 1000 }, Outbound = new BandwidthLimit { Average = 1000 } };

    private static PlugRequest Request(NetworkRuntime network) => new(
        Guid.Parse("4e2f4b0a-7a35-44b5-9b5e-2f7d3c1a0001"), "web",
        new NicDefinition(new NetworkNicSource(network.Definition.Name)) { Alias = "nic0", Mac = "52:54:00:00:00:77" }, 2, network);
}
