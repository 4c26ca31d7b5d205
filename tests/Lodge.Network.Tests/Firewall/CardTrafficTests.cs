using System.Net;
using System.Net.Sockets;
using Lodge.Linux.Network;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.TestSupport.Networks;
using static Lodge.Network.Tests.Firewall.FirewallFacts;
using static Lodge.Network.Tests.Firewall.FirewallLab;

namespace Lodge.Network.Tests.Firewall;

/// <summary>What the kernel lets through from and to cards, with real frames.</summary>
public sealed class CardTrafficTests
{
    private const string MacA = "52:54:00:00:00:0a";
    private const string MacB = "52:54:00:00:00:0b";
    private const string MacC = "52:54:00:00:00:0c";

    [Fact]
    public async Task Frames_with_another_s_address_are_dropped_and_counted()
    {
        using var lab = Create();
        lab.AddBridge("lodge0", "192.168.122.1/24");
        var known = lab.AddGuest("vnet0", MacA, "lodge0", "192.168.122.1", "192.168.122.5/24", "192.168.122.77/24");
        var unknown = lab.AddGuest("vnet1", MacB, "lodge0", null, "192.168.122.6/24");
        lab.Serve(lab.Host, 80);
        var cards = new[] { Card("vnet0", MacA, "known", "lodge0"), Card("vnet1", MacB, "unknown", "lodge0") };
        var state = State([Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24"])], cards, [Lease("lodge0", MacA, "192.168.122.5")]);
        await lab.ApplyAsync(state);

        Assert.Equal("192.168.122.5 80", await AskAsync(known, "192.168.122.1", 80, source: "192.168.122.5"));
        Assert.Equal("192.168.122.6 80", await AskAsync(unknown, "192.168.122.1", 80));
        Assert.Equal(0, (await lab.CountersAsync("vnet0")).Spoofed);

        Assert.True(await IsClosedAsync(known, "192.168.122.1", 80, source: "192.168.122.77"));
        var byAddress = (await lab.CountersAsync("vnet0")).Spoofed;
        Assert.True(byAddress > 0);

        // As a server of DHCP, and as a router.
        Send(known, 67, "192.168.122.255", 68, "192.168.122.5");
        Assert.True((await lab.CountersAsync("vnet0")).Spoofed > byAddress);
        using (var raw = unknown.Run(() => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6)))
        {
            raw.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, unknown.Host.Links.Get("eth0").Index);
            Assert.True(SpinWait.SpinUntil(() => TrySend(raw), 10_000));
        }

        var byRouter = (await lab.CountersAsync("vnet1")).Spoofed;
        Assert.True(byRouter > 0);

        // Who has no known address may not have the host's.
        unknown.Host.Addresses.Add("eth0", IPAddress.Parse("192.168.122.1"), 32);
        Assert.True(await IsClosedAsync(unknown, "192.168.122.5", 80, source: "192.168.122.1"));
        Assert.True((await lab.CountersAsync("vnet1")).Spoofed > byRouter);

        known.Host.Links.Change("eth0", new LinkChange { Mac = MacC });
        Assert.True(await IsClosedAsync(known, "192.168.122.1", 80, source: "192.168.122.5"));
        await lab.ApplyAsync(state with { Cards = [Card("vnet0", MacA, "known", "lodge0", nic => nic with { Promiscuous = true }), cards[1]] });
        Assert.Equal("192.168.122.77 80", await AskAsync(known, "192.168.122.1", 80, source: "192.168.122.77"));
    }

    [Fact]
    public async Task Answers_to_who_asks_for_a_neighbour_are_dropped_and_counted_when_they_are_forged()
    {
        using var lab = Create();
        lab.AddBridge("lodge0", "192.168.122.1/24", "fd12::1/64");
        const string HostsLink = "fe80::5054:ff:fe00:1";
        var forger = lab.AddGuest("vnet0", MacA, "lodge0", null, "192.168.122.5/24", "192.168.122.9/24", "fd12::5/64", "fd12::9/64", $"{HostsLink}/64");
        var asker = lab.AddGuest("vnet1", MacB, "lodge0", null, "192.168.122.6/24", "fd12::6/64");
        lab.Serve(forger, 80);
        var network = Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24", "fd12::1/64"], network => network with { Bridge = new BridgeDefinition { Mac = "52:54:00:00:00:01" } });
        await lab.ApplyAsync(State(
            [network], [Card("vnet0", MacA, "forger", "lodge0"), Card("vnet1", MacB, "asker", "lodge0")],
            [Lease("lodge0", MacA, "192.168.122.5"), Lease("lodge0", MacA, "fd12::5")]));

        // With its own addresses it answers.
        Assert.Equal("192.168.122.6 80", await AskAsync(asker, "192.168.122.5", 80));
        Assert.Equal("fd12::6 80", await AskAsync(asker, "fd12::5", 80));

        // As another guest, by ARP and by neighbour discovery, and as the router that the host is.
        foreach (var other in new[] { "192.168.122.9", "fd12::9", $"{HostsLink}%{asker.Host.Links.Get("eth0").Index}" })
        {
            var before = (await lab.CountersAsync("vnet0")).Spoofed;
            await UntilAsync(async () =>
            {
                Send(asker, 4000, other, 9);
                return (await lab.CountersAsync("vnet0")).Spoofed > before;
            });
            Assert.DoesNotContain(asker.Host.Neighbours.List(), one => one.Mac == MacA && one.Address.ToString() == other.Split('%')[0]);
        }
    }

    [Fact]
    public async Task Datagrams_and_pings_pass_where_a_group_allows_them()
    {
        using var lab = Create();
        lab.AddBridge("lodge0", "192.168.122.1/24", "fd12::1/64");
        var web = lab.AddGuest("vnet0", MacA, "lodge0", "192.168.122.1", "192.168.122.5/24", "fd12::5/64");
        var friend = lab.AddGuest("vnet1", MacB, "lodge0", null, "192.168.122.6/24", "fd12::6/64");
        var other = lab.AddGuest("vnet2", MacC, "lodge0", null, "192.168.122.7/24", "fd12::7/64");
        foreach (var (where, port) in new[] { (web, 53), (web, 54), (other, 53), (lab.Internet, 123) })
        {
            lab.ServeDatagrams(where, port);
        }

        var group = new SecurityGroup
        {
            Name = "web",
            Rules =
            [
                new SecurityRule { Protocol = RuleProtocol.Udp, Port = 53 },
                new SecurityRule { Protocol = RuleProtocol.Icmp, Address = "192.168.122.6" },
                new SecurityRule { Protocol = RuleProtocol.Icmp, Address = "fd12::6" },
                new SecurityRule { Direction = RuleDirection.Out, Protocol = RuleProtocol.Udp, Port = 123 },
            ],
        };
        await lab.ApplyAsync(State(
            [Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24", "fd12::1/64"])],
            [Card("vnet0", MacA, "web", "lodge0", nic => nic with { Groups = ["web"] }), Card("vnet1", MacB, "friend", "lodge0"), Card("vnet2", MacC, "other", "lodge0")], [], group));

        Assert.True(await HearsAsync(other, "192.168.122.5", 53));
        Assert.True(await HearsAsync(other, "fd12::5", 53));
        Assert.True(await HearsAsync(web, Outside, 123));
        Assert.True(await IsPingedAsync(friend, "192.168.122.5"));
        Assert.True(await IsPingedAsync(friend, "fd12::5"));
        Assert.True(await IsPingedAsync(web, "192.168.122.1"));

        var before = (await lab.CountersAsync("vnet0")).Refused;
        Assert.False(await HearsAsync(other, "192.168.122.5", 54, expected: false));
        Assert.False(await HearsAsync(web, "192.168.122.7", 53, expected: false));
        Assert.False(await IsPingedAsync(other, "192.168.122.5", expected: false));
        Assert.False(await IsPingedAsync(other, "fd12::5", expected: false));
        Assert.False(await IsPingedAsync(web, "192.168.122.7", expected: false));
        Assert.True((await lab.CountersAsync("vnet0")).Refused >= before + 5);
    }

    [Fact]
    public async Task Card_with_groups_gets_and_sends_what_they_allow_and_answers()
    {
        using var lab = Create();
        lab.AddBridge("lodge0", "192.168.122.1/24");
        var web = lab.AddGuest("vnet0", MacA, "lodge0", "192.168.122.1", "192.168.122.5/24");
        var friend = lab.AddGuest("vnet1", MacB, "lodge0", "192.168.122.1", "192.168.122.6/24");
        var other = lab.AddGuest("vnet2", MacC, "lodge0", "192.168.122.1", "192.168.122.7/24");
        foreach (var (where, port) in new[] { (web, 80), (web, 5432), (web, 22), (lab.Internet, 80), (lab.Internet, 81), (other, 80), (lab.Host, 53), (lab.Host, 80) })
        {
            lab.Serve(where, port);
        }

        SecurityGroup[] groups =
        [
            new() { Name = "web", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 80 }, new SecurityRule { Direction = RuleDirection.Out, Protocol = RuleProtocol.Tcp, Port = 80, Address = "203.0.113.0/24" }] },
            new() { Name = "data", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 5432, LastPort = 5440, Group = "data" }] },
            new() { Name = "all", Rules = [new SecurityRule { Direction = RuleDirection.Out }] },
        ];
        var cards = new[]
        {
            Card("vnet0", MacA, "web", "lodge0", nic => nic with { Groups = ["web", "data"] }),
            Card("vnet1", MacB, "friend", "lodge0", nic => nic with { Groups = ["data", "all"] }),
            Card("vnet2", MacC, "other", "lodge0"),
        };
        var network = Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24"], network => network with { Forwards = [new PortForward { Port = 8080, Target = "192.168.122.5", TargetPort = 80 }] });
        var state = State([network], cards, [], groups);
        await lab.ApplyAsync(state);

        Assert.Equal("192.168.122.7 80", await AskAsync(other, "192.168.122.5", 80));
        Assert.Equal($"{Outside} 80", await AskAsync(lab.Internet, HostAddress, 8080));
        Assert.Equal("192.168.122.6 5432", await AskAsync(friend, "192.168.122.5", 5432));
        Assert.Equal($"{HostAddress} 80", await AskAsync(web, Outside, 80));
        Assert.Equal($"{HostAddress} 81", await AskAsync(friend, Outside, 81));
        Assert.Equal("192.168.122.5 53", await AskAsync(web, "192.168.122.1", 53));

        // What its neighbours tell everybody is refused and counted too.
        var before = (await lab.CountersAsync("vnet0")).Refused;
        Assert.True(await IsClosedAsync(other, "192.168.122.5", 5432));
        Assert.True(await IsClosedAsync(other, "192.168.122.5", 22));
        Assert.True((await lab.CountersAsync("vnet0")).Refused >= before + 2);
        Assert.True(await IsClosedAsync(web, Outside, 81));
        Assert.True(await IsClosedAsync(web, "192.168.122.7", 80));
        Assert.True(await IsClosedAsync(web, "192.168.122.1", 80));

        await ConversationSurvivesAsync(lab, state, web, other);
    }

    // Rules that are put there whole, as after a restart of the daemon, do not end what two talk about.
    private static async Task ConversationSurvivesAsync(FirewallLab lab, Lodge.Network.Firewall.FirewallState state, PrivateNetwork web, PrivateNetwork other)
    {
        using var server = web.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        server.Bind(new IPEndPoint(IPAddress.Any, 5433));
        server.Listen();
        var reachable = state with
        {
            Rules = state.Rules with { Groups = [.. state.Rules.Groups.Skip(1), new() { Name = "web", Rules = [new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 5433 }] }] },
        };
        await lab.ApplyAsync(reachable);
        using var client = other.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await client.ConnectAsync(IPAddress.Parse("192.168.122.5"), 5433, TestContext.Current.CancellationToken);
        using var accepted = await server.AcceptAsync(TestContext.Current.CancellationToken);

        using var successor = new Lodge.Network.Firewall.FirewallKeeper(() => lab.Host.Run(() => new Lodge.Linux.Firewall.Nftables()), lab.Host.Host, "lodge");
        await successor.ApplyAsync(reachable, TestContext.Current.CancellationToken);
        await accepted.SendAsync("still here"u8.ToArray(), TestContext.Current.CancellationToken);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        Assert.Equal(10, await client.ReceiveAsync(new byte[20], limit.Token));
    }

    // Until the interface has its link-local address, there is nothing to send from.
    private static bool TrySend(Socket raw)
    {
        try
        {
            raw.SendTo([134, 0, 0, 0, 64, 0, 0, 30, 0, 0, 0, 0, 0, 0, 0, 0], new IPEndPoint(IPAddress.Parse("ff02::1"), 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
