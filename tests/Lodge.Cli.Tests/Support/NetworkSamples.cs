using Lodge.Model.Networks;

namespace Lodge.Cli.Tests.Support;

/// <summary>Networks as a daemon would send them.</summary>
internal static class NetworkSamples
{
    public static readonly Guid LabId = Guid.Parse("1c9e6679-7425-40de-944b-e07fc1f90a01");

    public static NetworkDefinition Definition => new(
    [
        new SubnetDefinition
        {
            Address = "10.7.0.1/24",
            Dhcp = new DhcpDefinition
            {
                Ranges = [new AddressRange { Start = "10.7.0.10", End = "10.7.0.99" }],
                Reservations = [new DhcpReservation { Address = "10.7.0.5", Name = "db" }],
            },
        },
        new SubnetDefinition { Address = "fd00:7::1/64" },
    ])
    {
        Id = LabId,
        Name = "lab",
        Title = "The lab",
        Bridge = new BridgeDefinition { Name = "lodge0", Mac = "52:54:00:00:00:01" },
        Domain = new DomainName { Name = "lab.example.org" },
        Tenant = "acme",
        Forwards = [new PortForward { Port = 2222, Target = "web1", TargetPort = 22 }],
        Groups = ["web"],
        Bandwidth = new BandwidthDefinition { Inbound = new BandwidthLimit { Average = 10240 } },
        Dns = new DnsDefinition { Hosts = [new DnsHost { Address = "10.7.0.1", Names = ["gate"] }] },
        Autostart = true,
    };

    public static Network Running => new()
    {
        Definition = Definition,
        Revision = 2,
        Runtime = new NetworkRuntime { Definition = Definition, StartedAt = FixedClock.Noon.AddMinutes(-7), Bridge = "lodge0", DnsmasqProcessId = 77, DnsmasqConfined = false },
    };

    public static Network Stopped => new() { Definition = Definition, Revision = 2 };

    public static NicPlug Plug => new()
    {
        VmId = Samples.WebId,
        VmName = "web1",
        Alias = "net0",
        Mac = "52:54:00:12:34:56",
        Interface = "vnet0",
        Network = LabId,
        Bridge = "lodge0",
    };

    public static DhcpLease Lease => new()
    {
        Network = LabId,
        Address = "10.7.0.17",
        Prefix = 24,
        Mac = "52:54:00:12:34:56",
        Name = "web1",
        Expires = FixedClock.Noon.AddMinutes(42),
    };
}
