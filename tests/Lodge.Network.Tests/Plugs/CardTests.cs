using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lodge.Engine.Ports;
using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Tests.Support;

namespace Lodge.Network.Tests.Plugs;

/// <summary>The host's end of cards, in the kernel.</summary>
public sealed class CardTests
{
    private const double Kibi = 1024;
    private const string Mac = "52:54:00:00:00:77";
    private static readonly Guid s_vm = Guid.Parse("4e2f4b0a-7a35-44b5-9b5e-2f7d3c1a0001");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Card_gets_what_it_and_its_port_group_ask_for_and_leaves_nothing()
    {
        await using var host = HostUnderTest.Create();
        var limit = new BandwidthDefinition { Inbound = new BandwidthLimit { Average = 500 }, Outbound = new BandwidthLimit { Average = 500 } };
        var network = await host.StartAsync(
            Plain("lan") with { Mtu = 1400, PortGroups = [new PortGroupDefinition { Name = "slow", Bandwidth = limit }] }, Cancellation);
        var before = host.Leftovers();
        var plug = await host.Networks.PlugAsync(Request(new NetworkNicSource("lan") { PortGroup = "slow" }, network, nic => nic with { Isolated = true }), Cancellation);

        var link = host.Links.Get(plug.Interface);
        Assert.Equal(("vnet0", "tun", 4, 1400, true), (link.Name, link.Kind, plug.Queues, link.Mtu, link.IsUp));
        Assert.Equal((host.Links.Get(network.Bridge!).Index, true), (link.Master, link.Port!.Isolated));
        Assert.Equal($"lodge test {s_vm:D} nic0", link.Note);
        Assert.Equal("fe:54:00:00:00:77", link.Mac);
        Assert.Single(host.Links.List(), queue => queue.Kind == "ifb" && queue.Note == "lodge test queue vnet0");

        // Without limits the queue goes, and the card stays.
        var free = await host.Networks.ChangePlugAsync(plug, Request(new NetworkNicSource("lan"), network), Cancellation);
        Assert.Equal((plug.PortId, plug.Queues), (free.PortId, free.Queues));
        Assert.DoesNotContain(host.Links.List(), queue => queue.Kind == "ifb");
        Assert.False(host.Links.Get(plug.Interface).Port!.Isolated);
        await host.Networks.ChangePlugAsync(free, Request(new NetworkNicSource("lan") { PortGroup = "slow" }, network), Cancellation);
        await host.Networks.UnplugAsync(plug, Cancellation);
        Assert.Equal(before, host.Leftovers());
    }

    [Fact]
    public async Task Card_moves_to_another_network_while_it_is_plugged_in()
    {
        await using var host = HostUnderTest.Create();
        var one = await host.StartAsync(Plain("one"), Cancellation);
        var two = await host.StartAsync(Plain("two"), Cancellation);
        var plug = await host.Networks.PlugAsync(Request(new NetworkNicSource("one"), one), Cancellation);
        var moved = await host.Networks.ChangePlugAsync(plug, Request(new NetworkNicSource("two"), two), Cancellation);
        Assert.Equal((two.Bridge, two.Definition.Id, plug.Interface), (moved.Bridge, moved.Network!.Value, moved.Interface));
        Assert.Equal(host.Links.Get(two.Bridge!).Index, host.Links.Get(plug.Interface).Master);
        await host.Networks.UnplugAsync(moved, Cancellation);
    }

    [Fact]
    public async Task Vlans_are_the_cards_own_where_the_bridge_tells_them_apart()
    {
        await using var host = HostUnderTest.Create();
        NetworkRuntime network;
        try
        {
            network = await host.StartAsync(Plain("lan") with { Bridge = new BridgeDefinition { VlanFiltering = true } }, Cancellation);
        }
        catch (LodgeException unable) when (unable.Error.Code == ErrorCode.Unsupported)
        {
            Assert.Skip(unable.Message);
            return;
        }

        var (one, two) = (new VlanDefinition { Tags = [7] }, new VlanDefinition { Tags = [7, 8], Native = 8 });
        var plug = await host.Networks.PlugAsync(Request(new NetworkNicSource("lan"), network, nic => nic with { Vlan = one }), Cancellation);
        await host.Networks.ChangePlugAsync(plug, Request(new NetworkNicSource("lan"), network, nic => nic with { Vlan = two }), Cancellation);
        await host.Networks.ChangePlugAsync(plug, Request(new NetworkNicSource("lan"), network), Cancellation);
        await host.Networks.UnplugAsync(plug, Cancellation);

        var plain = await host.StartAsync(Plain("plain"), Cancellation);
        await Assert.ThrowsAsync<LodgeException>(
            () => host.Networks.CheckAsync(Request(new NetworkNicSource("plain"), plain, nic => nic with { Vlan = one }), Cancellation));
    }

    [Fact]
    public async Task Macvtap_takes_the_interface_that_is_used_least_and_passthrough_the_whole_of_it()
    {
        await using var host = HostUnderTest.Create();
        foreach (var name in (string[])["cable-a", "cable-b"])
        {
            host.Links.AddPair(name, name + "-far");
            host.Links.Change(name, new LinkChange { Up = true });
        }

        var network = await host.StartAsync(
            new NetworkDefinition { Id = Guid.NewGuid(), Name = "direct", Mode = NetworkMode.Macvtap, Macvtap = MacvtapSharing.Passthrough, Interfaces = ["cable-a", "cable-b"] },
            Cancellation);
        var first = await host.Networks.PlugAsync(Request(new NetworkNicSource("direct"), network), Cancellation);
        var second = await host.Networks.PlugAsync(Request(new NetworkNicSource("direct"), network, nic => nic with { Alias = "nic1", Mac = "52:54:00:00:00:78" }), Cancellation);
        Assert.True(first.IsMacvtap && second.IsMacvtap);
        Assert.NotEqual(host.Links.Get(first.Interface).Lower, host.Links.Get(second.Interface).Lower);
        var refused = await Assert.ThrowsAsync<LodgeException>(
            () => host.Networks.PlugAsync(Request(new NetworkNicSource("direct"), network, nic => nic with { Alias = "nic2", Mac = "52:54:00:00:00:79" }), Cancellation));
        Assert.Contains("for itself", refused.Message, StringComparison.Ordinal);
        await host.Networks.UnplugAsync(first, Cancellation);
        await host.Networks.UnplugAsync(second, Cancellation);
    }

    [Fact]
    public async Task Name_that_is_taken_and_bridge_that_is_missing_are_refused_and_change_nothing()
    {
        await using var host = HostUnderTest.Create();
        var network = await host.StartAsync(Plain("lan"), Cancellation);
        var before = host.Leftovers();
        await Assert.ThrowsAsync<LodgeException>(
            () => host.Networks.PlugAsync(Request(new NetworkNicSource("lan"), network, nic => nic with { Interface = network.Bridge }), Cancellation));
        await Assert.ThrowsAsync<LodgeException>(() => host.Networks.PlugAsync(Request(new BridgeNicSource("br9"), null), Cancellation));
        await Assert.ThrowsAsync<LodgeException>(() => host.Networks.CheckAsync(Request(new BridgeNicSource("lo"), null), Cancellation));
        Assert.Equal(before, host.Leftovers());
    }

    [Fact]
    public async Task Hundred_cards_are_plugged_into_one_network_and_guests_have_addresses_and_names()
    {
        await using var host = HostUnderTest.Create();
        var network = await host.StartAsync(Nets.Lending("lan"), Cancellation);
        var before = host.Leftovers();
        var plugs = new List<NicPlug>();
        for (var number = 0; number < 100; number++)
        {
            var mac = $"52:54:00:00:01:{number:x2}";
            plugs.Add(await host.Networks.PlugAsync(
                new PlugRequest(Guid.NewGuid(), $"vm{number}", new NicDefinition(new NetworkNicSource("lan")) { Alias = "net0", Mac = mac }, 1, network), Cancellation));
        }

        Assert.Equal(100, host.Links.List().Count(link => link.Master == host.Links.Get(network.Bridge!).Index && link.IsUp));
        Assert.Equal(100, (await host.Networks.ReadDropsAsync(Cancellation)).Count);
        var guests = new[] { 0, 50, 99 }.Select(number => host.AddGuest(network.Bridge!, $"52:54:00:00:01:{number:x2}")).ToList();
        var leases = new List<string>();
        foreach (var guest in guests)
        {
            leases.Add((await guest.LeaseAsync("guest", Cancellation))[0]);
        }

        Assert.Equal(3, leases.Distinct().Count());
        Assert.Equal(leases[2], await guests[0].ResolveAsync("10.97.1.1", "vm99", Cancellation));
        Assert.Empty(await host.Networks.InspectAsync(network, Cancellation));
        foreach (var plug in plugs)
        {
            await host.Networks.UnplugAsync(plug, Cancellation);
        }

        Assert.Equal(before, host.Leftovers());
    }

    [Theory]
    [InlineData(MacvtapSharing.Bridge, true)]
    [InlineData(MacvtapSharing.Vepa, false)]
    [InlineData(MacvtapSharing.Private, false)]
    public async Task Cards_on_a_shared_interface_hear_each_other_as_they_share_it(MacvtapSharing sharing, bool hears)
    {
        await using var host = HostUnderTest.Create();
        host.Links.AddPair("cable-a", "cable-far");
        foreach (var name in (string[])["cable-a", "cable-far"])
        {
            host.Links.Change(name, new LinkChange { Up = true });
        }

        var network = await host.StartAsync(
            new NetworkDefinition { Id = Guid.NewGuid(), Name = "direct", Mode = NetworkMode.Macvtap, Macvtap = sharing, Interfaces = ["cable-a"] }, Cancellation);
        var first = await host.Networks.PlugAsync(Request(new NetworkNicSource("direct"), network), Cancellation);
        var second = await host.Networks.PlugAsync(Request(new NetworkNicSource("direct"), network, nic => nic with { Alias = "nic1", Mac = "52:54:00:00:00:78" }), Cancellation);

        // Nobody has opened them, so that the kernel sends and gets in their place: one broadcast.
        host.Namespace.Host.Addresses.Add(first.Interface, IPAddress.Parse("10.95.0.1"), 24);
        var (far, near) = (Received("cable-far"), Received(second.Interface));
        using var socket = host.Namespace.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true });
        Assert.True(SpinWait.SpinUntil(() => socket.SendTo("x"u8, new IPEndPoint(IPAddress.Parse("10.95.0.255"), 9)) > 0 && Received("cable-far") > far, 10_000));
        if (hears)
        {
            Assert.True(SpinWait.SpinUntil(() => Received(second.Interface) > near, 10_000));
        }
        else
        {
            await Task.Delay(200, Cancellation);
            Assert.Equal(near, Received(second.Interface));
        }

        await host.Networks.UnplugAsync(first, Cancellation);
        await host.Networks.UnplugAsync(second, Cancellation);

        // proc(5): bytes, then packets that were received.
        long Received(string name) => host.Namespace.Run(() => long.Parse(
            File.ReadLines("/proc/thread-self/net/dev").Single(line => line.TrimStart().StartsWith(name + ":", StringComparison.Ordinal))
                .Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Floor_is_kept_free_of_the_networks_limit_as_long_as_the_card_is_there()
    {
        await using var host = HostUnderTest.Create();
        var network = await host.StartAsync(Limited("lan", 2000), Cancellation);

        // What a card of a guest does is done by a cable with the card's MAC address.
        var (web, db) = (host.AddGuest(network.Bridge!, Mac), host.AddGuest(network.Bridge!, "52:54:00:00:00:78"));
        web.Network.Addresses.Add("eth0", IPAddress.Parse("10.96.0.2"), 24);
        db.Network.Addresses.Add("eth0", IPAddress.Parse("10.96.0.3"), 24);
        var plug = await host.Networks.PlugAsync(Floor(network, 1500), Cancellation);
        var (first, second) = (host.MeasureAsync(web, "10.96.0.2", Cancellation), host.MeasureAsync(db, "10.96.0.3", Cancellation));
        Assert.InRange(await first, 1500 * Kibi * 0.85, 1500 * Kibi * 1.15);
        Assert.InRange(await second, 500 * Kibi * 0.85, 500 * Kibi * 1.15);

        // Another daemon leaves it as it is; without the card all of it is there for all.
        await host.RestartAsync();
        await host.Networks.StartAsync(network.Definition, Cancellation);
        await host.Networks.UnplugAsync(plug, Cancellation);
        (first, second) = (host.MeasureAsync(web, "10.96.0.2", Cancellation), host.MeasureAsync(db, "10.96.0.3", Cancellation));
        Assert.InRange(await first + await second, 2000 * Kibi * 0.85, 2000 * Kibi * 1.15);
    }

    [Fact]
    public async Task Floors_that_the_networks_limit_does_not_hold_are_refused()
    {
        await using var host = HostUnderTest.Create();
        var network = await host.StartAsync(Limited("lan", 1000), Cancellation);
        var plain = await host.StartAsync(Plain("plain"), Cancellation);
        await RefusedAsync(Floor(plain, 1), ErrorCode.InvalidArgument, "network 'plain' does not limit");
        await RefusedAsync(Floor(network, 1001), ErrorCode.InsufficientResources, "1000 KiB/s, other cards have 0 already");
        var plug = await host.Networks.PlugAsync(Floor(network, 600), Cancellation);
        await RefusedAsync(Floor(network, 401, "nic1"), ErrorCode.InsufficientResources, "other cards have 600 already");

        // The card's own floor does not count twice; and the limit stays above all of them.
        await host.Networks.ChangePlugAsync(plug, Floor(network, 1000), Cancellation);
        foreach (var less in new[] { Limited("lan", 999), Plain("lan") })
        {
            var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Networks.ChangeAsync(network, network.Definition with { Bandwidth = less.Bandwidth }, Cancellation));
            Assert.Contains("kept free", refused.Message, StringComparison.Ordinal);
        }

        await host.Networks.UnplugAsync(plug, Cancellation);
        await host.Networks.ChangeAsync(network, network.Definition with { Bandwidth = null }, Cancellation);

        async Task RefusedAsync(PlugRequest request, ErrorCode code, string because)
        {
            var refused = await Assert.ThrowsAsync<LodgeException>(() => host.Networks.CheckAsync(request, Cancellation));
            Assert.Equal(code, refused.Error.Code);
            Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        }
    }

    private static NetworkDefinition Limited(string name, long average) => Plain(name) with
    {
        Subnets = [new SubnetDefinition { Address = "10.96.0.1/24" }],
        Dns = new DnsDefinition { Enabled = false },
        Bandwidth = new BandwidthDefinition { Inbound = new BandwidthLimit { Average = average } },
    };

    private static PlugRequest Floor(NetworkRuntime network, long floor, string alias = "nic0") => Request(
        new NetworkNicSource(network.Definition.Name),
        network,
        nic => nic with { Alias = alias, Bandwidth = new BandwidthDefinition { Inbound = new BandwidthLimit { Floor = floor } } });

    private static NetworkDefinition Plain(string name) => new() { Id = Guid.NewGuid(), Name = name, Mode = NetworkMode.Isolated };

    private static PlugRequest Request(NicSource source, NetworkRuntime? network, Func<NicDefinition, NicDefinition>? change = null)
    {
        var nic = new NicDefinition(source) { Alias = "nic0", Mac = Mac };
        return new PlugRequest(s_vm, "web", change?.Invoke(nic) ?? nic, 4, network);
    }
}
