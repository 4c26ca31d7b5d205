using Lodge.Linux.Firewall;
using Lodge.Model.Networks;
using Lodge.Network.Firewall.Obstacles;
using Lodge.TestSupport;
using Lodge.TestSupport.Networks;
using static Lodge.Network.Tests.Firewall.FirewallFacts;
using static Lodge.Network.Tests.Firewall.FirewallLab;

namespace Lodge.Network.Tests.Firewall;

/// <summary>Rules of other programs that are in the way of guests.</summary>
public sealed class ObstacleTests
{
    private static readonly NetworkRuntime s_network = Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24"], network => network with
    {
        Subnets = [new SubnetDefinition { Address = "192.168.122.1/24", Dhcp = new DhcpDefinition() }],
        Forwards = [new PortForward { Port = 2222, Target = "192.168.122.5", TargetPort = 22 }],
    });

    /// <summary>What Docker puts there, as iptables-nft does it.</summary>
    private const string Docker = """
        table ip filter {
          chain FORWARD {
            type filter hook forward priority filter; policy drop;
            counter jump DOCKER-USER
            counter jump DOCKER-FORWARD
          }
          chain DOCKER-USER { counter return
          }
          chain DOCKER-FORWARD {
            oifname "docker0" ct state related,established counter accept
            iifname "docker0" counter accept
          }
        }

        """;

    /// <summary>What firewalld puts there, for an interface in the zone 'public' and all else in it too.</summary>
    private const string Firewalld = """
        table inet firewalld {
          chain filter_INPUT {
            type filter hook input priority filter + 10; policy accept;
            ct state { established, related } accept
            iifname "lo" accept
            jump filter_INPUT_ZONES
            ct state invalid drop
            reject with icmpx admin-prohibited
          }
          chain filter_FORWARD {
            type filter hook forward priority filter + 10; policy accept;
            ct state { established, related } accept
            ct status dnat accept
            iifname "lo" accept
            ct state invalid drop
            jump filter_FORWARD_ZONES
            reject with icmpx admin-prohibited
          }
          chain filter_INPUT_ZONES {
            iifname "eth0" goto filter_IN_public
            goto filter_IN_public
          }
          chain filter_IN_public {
            tcp dport 22 accept
            udp dport 546 ip6 daddr fe80::/64 accept
          }
          chain filter_FORWARD_ZONES {
            iifname "eth0" goto filter_FWD_public
            goto filter_FWD_public
          }
          chain filter_FWD_public {
            oifname "eth0" accept
            reject with icmpx admin-prohibited
          }
        }

        """;

    [Theory]
    [InlineData("docker", Docker)]
    [InlineData("docker-allowed", Docker + "insert rule ip filter DOCKER-USER iifname lodge0 accept\ninsert rule ip filter DOCKER-USER oifname lodge0 accept\n")]
    [InlineData("firewalld", Firewalld)]
    [InlineData("firewalld-trusted", Firewalld + "insert rule inet firewalld filter_INPUT_ZONES iifname lodge0 accept\ninsert rule inet firewalld filter_FORWARD_ZONES iifname lodge0 accept\n")]
    [InlineData("own-script", "table inet filter {\n chain forward {\n type filter hook forward priority 0; policy accept;\n ct state vmap { established : accept, related : accept }\n ip saddr 192.168.0.0/16 oifname \"eth*\" drop\n ip saddr 192.168.122.0/24 reject\n tcp dport 25 drop\n }\n}\n")]
    public void Rules_in_the_way_are_named_with_what_to_do(string name, string rules)
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var network = PrivateNetwork.Create();
        using var nftables = network.Run(() => new Nftables());
        nftables.Apply(rules);

        var found = ObstacleFinder.Find(nftables.Read("list ruleset", json: true, terse: true), "lodge", s_network, HostFilters.None);

        Golden.Compare($"Golden/obstacles-{name}.txt", string.Concat(found.Select(sentence => sentence + "\n")));
    }

    [Fact]
    public void Rule_that_lets_packets_out_by_the_hosts_way_out_is_seen()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        using var network = PrivateNetwork.Create();
        using var nftables = network.Run(() => new Nftables());
        nftables.Apply(Firewalld);

        var found = ObstacleFinder.Find(nftables.Read("list ruleset", json: true, terse: true), "lodge", s_network, HostFilters.None with { WayOut = "eth0" });

        Assert.Contains("drops requests for an address (DHCP) and questions for names (DNS)", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_cannot_be_read_and_rules_about_bridged_packets_are_told_of()
    {
        var found = ObstacleFinder.Find(
            """
            {"nftables":[{"chain":{"family":"ip","table":"filter","name":"FORWARD","handle":1,"type":"filter","hook":"forward","prio":0,"policy":"drop"}}]}
            """,
            "lodge",
            Running("br0", NetworkMode.Bridge, []),
            new HostFilters(FiltersBridged: true, ["nat", "filter"]));

        Assert.Equal(2, found.Count);
        Assert.Contains("drops what guests of the network send each other", found[0], StringComparison.Ordinal);
        Assert.Contains("iptables-legacy -S FORWARD", found[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_policy_beside_Lodge_eats_what_guests_send_until_what_is_told_is_done()
    {
        using var lab = Create();
        lab.AddBridge("lodge0", "192.168.122.1/24");
        var guest = lab.AddGuest("vnet0", "52:54:00:00:00:0a", "lodge0", "192.168.122.1", "192.168.122.5/24");
        lab.Serve(lab.Internet, 80);
        await lab.ApplyAsync(State([s_network]));
        Assert.NotNull(await AskAsync(guest, Outside, 80));

        lab.Rules.Apply(Docker);

        Assert.True(await IsClosedAsync(guest, Outside, 80));
        Assert.Contains("Docker", Assert.Single(await lab.Keeper.FindObstaclesAsync(s_network, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        lab.Rules.Apply("insert rule ip filter DOCKER-USER iifname lodge0 accept\ninsert rule ip filter DOCKER-USER oifname lodge0 accept\n");
        Assert.NotNull(await AskAsync(guest, Outside, 80));
        Assert.Empty(await lab.Keeper.FindObstaclesAsync(s_network, TestContext.Current.CancellationToken));
    }
}
