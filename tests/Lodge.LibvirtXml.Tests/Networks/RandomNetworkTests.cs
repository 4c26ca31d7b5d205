using System.Text.Json;
using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Tests.Networks;

/// <summary>Random networks with all their members come back from XML: <c>net-dumpxml | net-define</c> changes nothing.</summary>
public sealed class RandomNetworkTests
{
    private const int Rounds = 200;

    [Fact]
    public void Every_member_of_a_network_survives_as_XML()
    {
        var random = new Random(23);
        for (var round = 0; round < Rounds; round++)
        {
            var network = Consistent(new RandomModel(random).Make<NetworkDefinition>(), random);
            var written = NetworkXml.Write(network);
            var read = NetworkXml.Read(written);
            Assert.Equal(JsonOf(network), JsonOf(read));
            Assert.Equal(written, NetworkXml.Write(read));
        }
    }

    private static string JsonOf(NetworkDefinition network) => JsonSerializer.Serialize(network, ModelJson.Default.NetworkDefinition);

    // What belongs to a mode, addresses that are some, and defaults left out: the model's validation sees to that.
    private static NetworkDefinition Consistent(NetworkDefinition network, Random random)
    {
        var macvtap = network.Mode == NetworkMode.Macvtap;
        var own = network.Mode is not (NetworkMode.Macvtap or NetworkMode.Bridge);
        var bridge = network.Bridge is { } made && own
            ? made with { Stp = made.Stp == true ? true : null, ForwardDelay = random.Next(3) switch { 0 => null, 1 => random.Next(1, 30), _ => random.Next(1, 30) + 0.25 } }
            : new BridgeDefinition { Name = "br0" };
        return network with
        {
            Autostart = false,
            Bridge = macvtap ? null : bridge == new BridgeDefinition() ? null : bridge,
            Interfaces = macvtap ? network.Interfaces is { Count: > 0 } list ? list : ["eth0"] : network.Mode is NetworkMode.Isolated or NetworkMode.Bridge ? null : Some(network.Interfaces),
            Macvtap = macvtap ? network.Macvtap ?? MacvtapSharing.Private : null,
            Nat = network.Mode == NetworkMode.Nat ? Nat(network.Nat, random) : null,
            Subnets = [.. network.Subnets.Select(subnet => Subnet(subnet, random))],
            Dns = Dns(network.Dns, random),
            Routes = Some(network.Routes?.Select(route => route with { Destination = "10.0.0.0/8", Gateway = Address(random, v6: false) }).ToList()),
            Bandwidth = Bandwidth(network.Bandwidth),
            Vlan = Vlan(network.Vlan),
            PortGroups = Some(network.PortGroups?.Select(group => group with { Bandwidth = Bandwidth(group.Bandwidth), Vlan = Vlan(group.Vlan) }).ToList()),
            Forwards = Some(network.Forwards),
            Groups = network.Groups?.Select((_, index) => $"group-{index}").ToList(),
        };
    }

    private static NatDefinition? Nat(NatDefinition? nat, Random random) => nat is null || nat == new NatDefinition() ? null : nat with
    {
        Addresses = new AddressRange { Start = Address(random, v6: false), End = Address(random, v6: false) },
        FirstPort = nat.FirstPort ?? 1024,
        LastPort = nat.LastPort ?? 65535,
    };

    private static SubnetDefinition Subnet(SubnetDefinition subnet, Random random)
    {
        var v6 = random.Next(2) == 0;
        return subnet with
        {
            Address = Address(random, v6) + (v6 ? $"/{random.Next(129)}" : $"/{random.Next(33)}"),
            Dhcp = subnet.Dhcp is not { } dhcp ? null : dhcp with
            {
                Ranges = Some(dhcp.Ranges?.Select(range => range with { Start = Address(random, v6), End = Address(random, v6) }).ToList()),
                Reservations = Some(dhcp.Reservations?.Select(host => host with { Address = Address(random, v6), Name = host.Name ?? "named" }).ToList()),
                BootServer = dhcp.BootFile is null ? null : dhcp.BootServer,
            },
        };
    }

    private static DnsDefinition? Dns(DnsDefinition? dns, Random random) => dns is null || dns == new DnsDefinition() ? null : dns with
    {
        Forwarders = Some(dns.Forwarders?.Select(forwarder => forwarder with { Address = Address(random, v6: true), Domain = forwarder.Domain }).ToList()),
        Hosts = Some(dns.Hosts?.Select(host => host with { Address = Address(random, v6: false) }).ToList()),
    };

    private static BandwidthDefinition? Bandwidth(BandwidthDefinition? bandwidth) => bandwidth is null || bandwidth == new BandwidthDefinition() ? null
        : bandwidth with { Inbound = Limit(bandwidth.Inbound), Outbound = Limit(bandwidth.Outbound) };

    private static BandwidthLimit? Limit(BandwidthLimit? limit) => limit is null ? null : limit with { Average = limit.Average ?? 1, Floor = null };

    private static VlanDefinition? Vlan(VlanDefinition? vlan) => vlan is null ? null : vlan with
    {
        Tags = [.. vlan.Tags.Distinct()],
        Trunk = vlan.Tags.Distinct().Count() > 1 ? null : vlan.Trunk,
        Native = vlan.Native is null ? null : vlan.Tags[^1],
    };

    private static string Address(Random random, bool v6) => v6 ? $"fd12::{random.Next(1, 9999)}" : $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}";

    private static IReadOnlyList<T>? Some<T>(IReadOnlyList<T>? list) => list.OrEmpty().Count == 0 ? null : list;
}
