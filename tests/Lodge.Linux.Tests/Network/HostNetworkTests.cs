using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Errors;
using Lodge.Linux.Network;
using Lodge.TestSupport.Networks;

namespace Lodge.Linux.Tests.Network;

public sealed class HostNetworkTests : IDisposable
{
    private readonly PrivateNetwork _network;

    public HostNetworkTests()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        _network = PrivateNetwork.Create();
    }

    private Links Links => _network.Host.Links;

    [Fact]
    public void Bridge_gets_its_settings_its_ports_and_goes_again()
    {
        Links.AddBridge("br0", new BridgeSettings { Stp = true, ForwardDelay = TimeSpan.FromSeconds(2), Ageing = TimeSpan.FromSeconds(60) });
        Links.AddPair("v0", "v1");
        Links.Change("br0", new LinkChange { Up = true, Mtu = 1400, Mac = "52:54:00:aa:bb:cc", Note = "lodge: network inner" });
        Links.Change("v0", new LinkChange { Up = true, Master = Links.Get("br0").Index });
        Links.SetPort("v0", new BridgePortSettings { Isolated = true, Learning = false, BpduGuard = true });
        Links.SetBridge("br0", new BridgeSettings { Stp = false });

        var bridge = Links.Get("br0");
        Assert.Equal(("bridge", true, 1400, "52:54:00:aa:bb:cc", "lodge: network inner"), (bridge.Kind, bridge.IsUp, bridge.Mtu, bridge.Mac, bridge.Note));
        Assert.Equal(("veth", bridge.Index, Links.Get("v1").Index), (Links.Get("v0").Kind, Links.Get("v0").Master, Links.Get("v0").Lower));
        Assert.Equal(["br0", "lo", "v0", "v1"], Links.List().Select(link => link.Name).Order());
        Assert.Equal((false, 2, 60), (bridge.Bridge!.Stp, bridge.Bridge.ForwardDelay?.TotalSeconds, bridge.Bridge.Ageing?.TotalSeconds));
        Assert.Equal(new BridgePortSettings { Isolated = true, Learning = false, UnicastFlood = true, BpduGuard = true }, Links.Get("v0").Port);

        Links.Change("v0", new LinkChange { Master = 0, Name = null });
        Assert.Equal(0, Links.Get("v0").Master);
        Assert.True(Links.Delete("v0"));
        Assert.Null(Links.Find("v1"));
        Assert.False(Links.Delete("v0"));
    }

    [Fact]
    public void Refusal_names_the_interface_and_the_reason()
    {
        Links.AddBridge("br0", new BridgeSettings());

        Assert.Equal("RTM NewLink 'br0': it exists already (EEXIST)", Words(() => Links.AddBridge("br0", new BridgeSettings())));
        Assert.Equal("RTM GetLink 'gone': there is no such device (ENODEV)", Words(() => Links.Change("gone", new LinkChange { Up = true })));
        Assert.Contains("mtu", Words(() => Links.Change("br0", new LinkChange { Mtu = 70_000 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_and_routes_come_and_go()
    {
        Links.AddPair("v0", "v1");
        Links.Change("v0", new LinkChange { Up = true });
        Links.Change("v1", new LinkChange { Up = true });
        var (addresses, routes, index) = (_network.Host.Addresses, _network.Host.Routes, Links.Get("v0").Index);
        addresses.Add("v0", IPAddress.Parse("192.0.2.1"), 24);
        addresses.Add("v0", IPAddress.Parse("2001:db8::1"), 64);
        var inner = new NetworkRoute(IPNetwork.Parse("198.51.100.0/24"), index, IPAddress.Parse("192.0.2.9"), 10);
        var outer = new NetworkRoute(IPNetwork.Parse("0.0.0.0/0"), index, IPAddress.Parse("192.0.2.9"), 0);
        routes.Add(inner);
        routes.Add(outer);

        Assert.Contains(new LinkAddress(index, IPAddress.Parse("192.0.2.1"), 24), addresses.List());
        Assert.Contains(new LinkAddress(index, IPAddress.Parse("2001:db8::1"), 64), addresses.List());
        Assert.Contains(inner, routes.List());
        Assert.Contains(outer, routes.List());
        Assert.Contains(new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), index, null, 0), routes.List());
        Assert.Contains("EEXIST", Words(() => routes.Add(inner)), StringComparison.Ordinal);

        routes.Delete(inner);
        addresses.Delete("v0", IPAddress.Parse("192.0.2.1"), 24);
        Assert.DoesNotContain(inner, routes.List());
        Assert.DoesNotContain(addresses.List(), address => address.Address.Equals(IPAddress.Parse("192.0.2.1")));
    }

    [Fact]
    public void Neighbour_that_was_talked_to_is_known()
    {
        using var other = PrivateNetwork.Create();
        Links.AddPair("v0", "v1", other.Handle);
        Links.Change("v0", new LinkChange { Up = true });
        other.Host.Links.Change("v1", new LinkChange { Up = true, Mac = "52:54:00:00:00:07" });
        _network.Host.Addresses.Add("v0", IPAddress.Parse("192.0.2.1"), 24);
        other.Host.Addresses.Add("v1", IPAddress.Parse("192.0.2.7"), 24);
        using var socket = _network.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.SendTo("hello"u8, new IPEndPoint(IPAddress.Parse("192.0.2.7"), 9));

        Assert.True(SpinWait.SpinUntil(() => _network.Host.Neighbours.List().Any(known => known.Mac == "52:54:00:00:00:07"), 5000));
        var neighbour = _network.Host.Neighbours.List().Single(known => known.Mac == "52:54:00:00:00:07");
        Assert.Equal((Links.Get("v0").Index, IPAddress.Parse("192.0.2.7")), (neighbour.Link, neighbour.Address));
        Assert.True(Links.Get("v0").Statistics.SentPackets > 0);
    }

    [Fact]
    public void Tap_has_its_queues_until_they_are_closed()
    {
        var (name, queues) = _network.Run(() => TapDevice.Create("vnet%d", queues: 3));
        Assert.Equal(("vnet0", 3), (name, queues.Count));
        Assert.Equal("tun", Links.Get("vnet0").Kind);
        Assert.Equal("TUNSETIFF 'vnet0': it is in use (EBUSY)", Words(() => _network.Run(() => TapDevice.Create("vnet0"))));
        Assert.Contains("EINVAL", Words(() => _network.Run(() => TapDevice.Create("a-name-that-is-too-long"))), StringComparison.Ordinal);

        foreach (var queue in queues)
        {
            queue.Dispose();
        }

        Assert.True(Soon(() => Links.Find("vnet0") is null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Persistent_tap_outlives_its_queues_and_opens_again(int count)
    {
        Assert.Equal("vnet7", _network.Run(() => TapDevice.CreatePersistent("vnet7", count)));
        Assert.False(Links.Get("vnet7").HasCarrier);
        Links.Change("vnet7", new LinkChange { Up = true });

        for (var round = 0; round < 2; round++)
        {
            var queues = _network.Run(() => TapDevice.Open("vnet7", count));
            Assert.Equal(count, queues.Count);
            Assert.True(Links.Get("vnet7").HasCarrier);
            foreach (var queue in queues)
            {
                queue.Dispose();
            }

            Assert.True(Soon(() => !Links.Get("vnet7").HasCarrier));
        }

        Assert.Contains("EINVAL", Words(() => _network.Run(() => TapDevice.Open("vnet7", 3 - count))), StringComparison.Ordinal);
        Assert.Contains("ENODEV", Words(() => _network.Run(() => TapDevice.Open("vnet8", count))), StringComparison.Ordinal);
        Assert.Null(Links.Find("vnet8"));
        Links.Delete("vnet7");
        Assert.Null(Links.Find("vnet7"));
    }

    public void Dispose() => _network?.Dispose();

    // A child that another test forks meanwhile has the queues too, until it executes its program.
    private static bool Soon(Func<bool> holds) => SpinWait.SpinUntil(holds, TimeSpan.FromSeconds(20));

    private static string Words(Action refused) => Assert.Throws<LinuxException>(refused).Message;
}
