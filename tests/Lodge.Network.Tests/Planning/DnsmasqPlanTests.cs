using Lodge.Model.Networks;
using Lodge.Network.Planning;
using Lodge.Network.Planning.Dnsmasq;
using Lodge.TestSupport;

namespace Lodge.Network.Tests.Planning;

/// <summary>What dnsmasq is told, word for word.</summary>
public sealed class DnsmasqPlanTests
{
    private static readonly DnsmasqFiles s_files = new("/run/lodge/networks/ID", "/run/lodge/networks/leases/ID", "/var/log/lodge/networks/ID.log");

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, NetworkDefinition> Cases => new()
    {
        ["nat"] = Network(new SubnetDefinition
        {
            Address = "192.168.122.1/24",
            Dhcp = new DhcpDefinition { Ranges = [new AddressRange { Start = "192.168.122.2", End = "192.168.122.254" }] },
        }),
        ["isolated-both"] = Network(
            new SubnetDefinition
            {
                Address = "10.0.0.1/16",
                LocalPtr = true,
                Dhcp = new DhcpDefinition
                {
                    Ranges = [new AddressRange { Start = "10.0.1.0", End = "10.0.9.255", LeaseSeconds = 0 }, new AddressRange { Start = "10.0.20.0", End = "10.0.20.9" }],
                    LeaseSeconds = 600,
                    Reservations =
                    [
                        new DhcpReservation { Address = "10.0.0.7", Mac = "52:54:00:00:00:07", Name = "seven" },
                        new DhcpReservation { Address = "10.0.0.8", Name = "eight", LeaseSeconds = 0 },
                    ],
                },
            },
            new SubnetDefinition
            {
                Address = "fd00:7::1/64",
                LocalPtr = true,
                Dhcp = new DhcpDefinition
                {
                    Ranges = [new AddressRange { Start = "fd00:7::100", End = "fd00:7::1ff" }],
                    Reservations = [new DhcpReservation { Address = "fd00:7::7", Duid = "00:03:00:01:52:54:00:00:00:07", Name = "seven" }],
                },
            }) with { Mode = NetworkMode.Isolated, Mtu = 9000 },
        ["names"] = Network(new SubnetDefinition { Address = "192.168.5.1/24" }, new SubnetDefinition { Address = "fd00:5::1/64" }) with
        {
            Domain = new DomainName { Name = "lab.example.org", LocalOnly = true },
            Dns = new DnsDefinition
            {
                ForwardPlainNames = false,
                Forwarders = [new DnsForwarder { Address = "9.9.9.9" }, new DnsForwarder { Domain = "corp", Address = "10.1.1.1" }, new DnsForwarder { Domain = "nowhere" }],
                Hosts = [new DnsHost { Address = "192.168.5.9", Names = ["printer", "copier"] }],
                Services = [new DnsService { Service = "ldap", Protocol = "tcp", Target = "dc.lab.example.org", Port = 389, Priority = 1, Weight = 5 }, new DnsService { Service = "imap", Protocol = "tcp", Domain = "example.com" }],
                Texts = [new DnsText { Name = "example", Value = "v=1, \"quoted\" and \\ " + new string('x', 260) }],
            },
        },
        ["boot-without-names"] = Network(new SubnetDefinition
        {
            Address = "192.168.6.1/24",
            TftpRoot = "/srv/tftp",
            Dhcp = new DhcpDefinition { BootFile = "pxelinux.0", BootServer = "192.168.6.2", Reservations = [new DhcpReservation { Address = "192.168.6.7", Mac = "52:54:00:00:00:07" }] },
        }) with { Dns = new DnsDefinition { Enabled = false } },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Network_is_told_as_the_golden_file_says(string name)
    {
        var plan = Plan(Cases[name])!;
        Golden.Compare($"Golden/dnsmasq-{name}.txt", $"{plan.Configuration}== reservations\n{plan.Reservations}== hosts\n{plan.Hosts}");
    }

    [Fact]
    public void Network_without_subnets_or_with_nothing_to_serve_has_none()
    {
        Assert.Null(Plan(Network()));
        Assert.Null(Plan(Network(new SubnetDefinition { Address = "10.1.0.1/24" }) with { Dns = new DnsDefinition { Enabled = false } }));
    }

    [Fact]
    public void Text_of_two_lines_does_not_become_a_line_of_its_own()
    {
        var sly = Network(new SubnetDefinition { Address = "10.1.0.1/24" }) with { Dns = new DnsDefinition { Texts = [new DnsText { Name = "x", Value = "y\ndhcp-script=/tmp/z" }] } };
        Assert.ThrowsAny<Exception>(() => Plan(sly));
    }

    private static DnsmasqPlan? Plan(NetworkDefinition network) => NetworkPlanner.Plan(network, s_files, "dnsmasq").Dnsmasq;

    private static NetworkDefinition Network(params IReadOnlyList<SubnetDefinition> subnets) => new(subnets)
    {
        Name = "Lab",
        Bridge = new BridgeDefinition { Name = "lodge0", Mac = "52:54:00:00:00:01" },
    };
}
