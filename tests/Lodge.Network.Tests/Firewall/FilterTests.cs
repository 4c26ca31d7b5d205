using Lodge.Linux.Network;
using Lodge.Model.Errors;
using Lodge.Model.Firewall;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Networks;
using Lodge.Network.Firewall;
using Lodge.Network.Firewall.Planning;
using Lodge.Network.Firewall.Tables;
using Lodge.TestSupport;
using static Lodge.Model.Firewall.Filters.FilterAction;
using static Lodge.Model.Firewall.Filters.FilterDirection;
using static Lodge.Model.Firewall.Filters.FilterProtocol;
using static Lodge.Network.Tests.Firewall.FirewallFacts;
using static Lodge.Network.Tests.Firewall.FirewallLab;

namespace Lodge.Network.Tests.Firewall;

/// <summary>Network filters as libvirt knows them, in the kernel's rules.</summary>
public sealed class FilterTests
{
    private const string MacA = "52:54:00:00:00:0a";
    private const string MacB = "52:54:00:00:00:0b";

    [Fact]
    public void Clean_traffic_gives_these_rules() => Compare("clean-traffic", Bound("clean-traffic", ("IP", "192.168.122.5"), ("IP", "192.168.122.6")));

    [Fact]
    public void Filter_with_every_protocol_gives_rules_that_the_kernel_takes()
    {
        var state = Bound("everything", ("PORTS", "80"), ("PORTS", "443"), ("PEERS", "10.0.0.1"), ("PEERS", "10.0.0.2"), ("IPV6", "fd00::5")) with { Rules = new([], [Everything()]) };
        Compare("filter-everything", state);

        using var lab = Create();
        lab.Rules.Apply(NftCommands.Whole(null, FirewallTables.For(state, "lodge").Bridged));
    }

    [Theory]
    [InlineData("gone", "does not exist")]
    [InlineData("needs-value", "the variable 'GATEWAY_MAC' has no value")]
    [InlineData("bad-value", "says 'elsewhere' where a IP address belongs")]
    [InlineData("too-much", "by 'connlimit-above'")]
    public void Filter_that_cannot_be_enforced_is_refused_with_the_reason(string filter, string why)
    {
        NetworkFilter[] filters =
        [
            Filter("needs-value", Rule(Drop, Out, Mac, ("dstmacaddr", "$GATEWAY_MAC"))),
            Filter("bad-value", Rule(Drop, Out, Ip, ("srcipaddr", "elsewhere"))),
            Filter("too-much", Rule(Drop, Out, Tcp, ("connlimit-above", "3"))),
        ];

        var refused = Assert.Throws<LodgeException>(() => FirewallTables.For(Bound(filter) with { Rules = new([], filters) }, "lodge"));

        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Address_that_is_not_known_is_any_where_a_rule_accepts_and_none_where_it_drops()
    {
        var filter = Filter("x", Rule(Return, Out, Ip, ("srcipaddr", "$IP")), Rule(Drop, Out, Ip, ("dstipaddr", "$IP")), Rule(Accept, Out, Ip, ("dstipaddr", "10.0.0.1")));

        var rules = FirewallTables.For(Bound("x") with { Rules = new([], [filter]) }, "lodge").Bridged.Chains["filter-from.vnet0"].Rules;

        Assert.Equal(["meta protocol ip return", "meta protocol ip ip daddr 10.0.0.1 accept"], rules);
    }

    [Fact]
    public async Task Guest_under_filters_sends_as_itself_and_gets_what_they_accept_and_answers()
    {
        using var lab = Create();
        lab.AddBridge("br0", "192.168.122.1/24");
        var held = lab.AddGuest("vnet0", MacA, "br0", null, "192.168.122.5/24", "192.168.122.77/24");
        var other = lab.AddGuest("vnet1", MacB, "br0", null, "192.168.122.6/24");
        foreach (var (where, port) in new[] { (held, 80), (held, 22), (other, 80), (other, 25) })
        {
            lab.Serve(where, port);
        }

        var web = Filter(
            "web",
            new FilterReference("clean-traffic"),
            Rule(Accept, In, Tcp, ("dstportstart", "80")), Rule(Drop, Out, Tcp, ("dstportstart", "25")), Rule(Accept, Out, All), Rule(Drop, In, All) with { Priority = 900 });
        var state = State([], [Card("vnet0", MacA, "held", null, nic => nic with { Filter = new FilterBinding { Name = "web", Parameters = [new FilterParameter("IP", "192.168.122.5")] } })]);
        await lab.ApplyAsync(state with { Rules = new([], [web]) });

        Assert.Equal("192.168.122.6 80", await AskAsync(other, "192.168.122.5", 80));
        Assert.Equal("192.168.122.5 80", await AskAsync(held, "192.168.122.6", 80, source: "192.168.122.5"));
        Assert.True(await IsClosedAsync(other, "192.168.122.5", 22));
        Assert.True(await IsClosedAsync(held, "192.168.122.6", 25, source: "192.168.122.5"));
        Assert.True(await IsClosedAsync(held, "192.168.122.6", 80, source: "192.168.122.77"));

        // A filter changes for the cards that are bound to it, and goes with the binding.
        await lab.ApplyAsync(state with { Rules = new([], [web with { Entries = [new FilterReference("clean-traffic")] }]) });
        Assert.Equal("192.168.122.6 22", await AskAsync(other, "192.168.122.5", 22));
        await lab.ApplyAsync(State([], [Card("vnet0", MacA, "held", null)]));
        Assert.Equal("192.168.122.77 80", await AskAsync(held, "192.168.122.6", 80, source: "192.168.122.77"));
    }

    private static void Compare(string golden, FirewallState state) =>
        Golden.Compare($"Golden/{golden}.nft", NftCommands.Whole(null, FirewallTables.For(state, "lodge").Bridged));

    private static FirewallState Bound(string filter, params (string Name, string Value)[] parameters) => State(
        [Running("br0", NetworkMode.Bridge, [])],
        [Card("vnet0", MacA, "held", "br0", nic => nic with
        {
            Filter = new FilterBinding { Name = filter, Parameters = [.. parameters.Select(one => new FilterParameter(one.Name, one.Value))] },
        })]);

    private static NetworkFilter Everything() => Filter(
        "everything",
        new FilterReference("no-ipv6-spoofing"),
        Rule(Drop, Inout, Mac, ("srcmacaddr", "02:00:00:00:00:00"), ("srcmacmask", "ff:00:00:00:00:00"), ("protocolid", "0x0806")),
        Rule(Drop, Out, Vlan, ("vlanid", "0x7"), ("encap-protocol", "ipv4")),
        Rule(Drop, Out, Stp, ("srcmacaddr", "$MAC")),
        Rule(Accept, Out, Arp, ("opcode", "Request"), ("hwtype", "1"), ("protocoltype", "0x800"), ("arpsrcmacaddr", "$MAC"), ("arpdstipaddr", "10.0.0.0"), ("arpdstipmask", "255.0.0.0")),
        Rule(Accept, Out, Rarp, ("opcode", "Request_Reverse"), ("arpsrcmacaddr", "$MAC"), ("arpsrcipaddr", "0.0.0.0")),
        Rule(Accept, Inout, Ip, ("srcipaddr", "$PEERS"), ("dstipmask", "16"), ("dstipaddr", "10.1.0.0"), ("protocol", "udp"), ("srcportstart", "1024"), ("srcportend", "65535"), ("dscp", "2")),
        Rule(Accept, Out, Ipv6, ("protocol", "icmpv6"), ("type", "135"), ("typeend", "136")),
        Rule(Accept, In, Tcp, ("dstportstart", "$PORTS"), ("srcipaddr", "$PEERS[@1]"), ("flags", "SYN,ACK/SYN")),
        Rule(Reject, In, Udp, ("srcipfrom", "10.0.0.1"), ("srcipto", "10.0.0.9"), ("dstportstart", "$PORTS[1]")) with { Stateful = false },
        Rule(Accept, Out, Sctp, ("dstportstart", "7"), ("dstportend", "9")),
        Rule(Accept, Out, Icmp, ("type", "8"), ("code", "0")),
        Rule(Accept, Out, Igmp), Rule(Accept, Out, Esp), Rule(Accept, Out, Ah), Rule(Accept, Out, Udplite), Rule(Drop, Inout, All),
        Rule(Accept, Inout, TcpIpv6, ("dstportstart", "22")), Rule(Accept, Out, UdpIpv6), Rule(Accept, Out, SctpIpv6), Rule(Accept, Out, Icmpv6, ("type", "128")),
        Rule(Accept, Out, EspIpv6), Rule(Accept, Out, AhIpv6), Rule(Accept, Out, UdpliteIpv6),
        Rule(Drop, In, AllIpv6, ("srcipaddr", "fd00::"), ("srcipmask", "ffff::")) with { Match = new FilterMatch { Protocol = AllIpv6, Negated = true, Attributes = [new FilterAttribute("srcipaddr", "fd00::"), new FilterAttribute("srcipmask", "ffff::")] } });

    private static NetworkFilter Filter(string name, params FilterEntry[] entries) => new() { Name = name, Entries = entries };

    private static FilterRule Rule(FilterAction action, FilterDirection direction, FilterProtocol protocol, params (string Name, string Value)[] attributes) => new()
    {
        Action = action,
        Direction = direction,
        Match = new FilterMatch { Protocol = protocol, Attributes = [.. attributes.Select(one => new FilterAttribute(one.Name, one.Value))] },
    };
}
