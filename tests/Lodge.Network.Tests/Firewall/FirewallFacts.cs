using Lodge.Engine.Ports;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;
using Lodge.Network.Firewall;

namespace Lodge.Network.Tests.Firewall;

/// <summary>States to plan for, in few words.</summary>
internal static class FirewallFacts
{
    public static NetworkRuntime Running(string bridge, NetworkMode mode, string[] addresses, Func<NetworkDefinition, NetworkDefinition>? change = null)
    {
        var definition = new NetworkDefinition([.. addresses.Select(address => new SubnetDefinition { Address = address })])
        {
            Id = Id(bridge),
            Name = bridge,
            Mode = mode,
        };
        return new NetworkRuntime { Definition = change?.Invoke(definition) ?? definition, StartedAt = DateTimeOffset.UnixEpoch, Bridge = bridge };
    }

    public static PluggedCard Card(string tap, string mac, string vm, string? bridge, Func<NicDefinition, NicDefinition>? change = null)
    {
        var nic = new NicDefinition(bridge is null ? new BridgeNicSource("br0") : new NetworkNicSource(bridge)) { Mac = mac };
        return new PluggedCard(
            new NicPlug { VmId = Id(vm), VmName = vm, Alias = "nic0", Mac = mac, Interface = tap, Bridge = bridge ?? "br0", Network = bridge is null ? null : Id(bridge) },
            change?.Invoke(nic) ?? nic);
    }

    public static DhcpLease Lease(string bridge, string mac, string address) =>
        new() { Network = Id(bridge), Address = address, Prefix = 24, Mac = mac };

    public static FirewallState State(
        IReadOnlyList<NetworkRuntime> networks, IReadOnlyList<PluggedCard>? cards = null, IReadOnlyList<DhcpLease>? leases = null, params SecurityGroup[] groups) =>
        new(networks, cards ?? [], leases ?? [], new FirewallRules(groups));

    /// <summary>A state with something of everything.</summary>
    public static FirewallState Everything() => State(
        [
            Running("lodge0", NetworkMode.Nat, ["192.168.122.1/24"], network => network with
            {
                Forwards =
                [
                    new PortForward { Port = 2222, Target = "web", TargetPort = 22 },
                    new PortForward { Port = 8000, LastPort = 8002, Target = "192.168.122.9", TargetPort = 9000, Address = "203.0.113.1" },
                    new PortForward { Port = 5000, LastPort = 5010, Target = "192.168.122.9", Protocol = TransportProtocol.Udp },
                ],
            }),
            Running("lodge1", NetworkMode.Nat, ["10.1.0.1/16", "fd12::1/64"], network => network with
            {
                Tenant = "blue", Interfaces = ["eth0"], IsolatedPorts = true,
                Nat = new NatDefinition { Ipv6 = true, FirstPort = 2000, LastPort = 3000, Addresses = new AddressRange { Start = "203.0.113.5", End = "203.0.113.9" } },
            }),
            Running("lodge2", NetworkMode.Routed, ["10.2.0.1/16", "fd22::1/64"], network => network with
            {
                Tenant = "blue", Routes = [new RouteDefinition { Destination = "10.9.0.0/16", Gateway = "10.2.0.7" }],
            }),
            Running("lodge3", NetworkMode.Isolated, ["10.3.0.1/24"]),
            Running("lodge4", NetworkMode.Open, ["10.4.0.1/24"]),
            Running("br0", NetworkMode.Bridge, []),
        ],
        [
            Card("vnet0", "52:54:00:00:00:01", "web", "lodge0", nic => nic with { Groups = ["web", "inner"] }),
            Card("vnet1", "52:54:00:00:00:02", "db", "lodge0", nic => nic with { Groups = ["inner"] }),
            Card("vnet2", "52:54:00:00:00:03", "router", "lodge2"),
            Card("vnet3", "52:54:00:00:00:04", "stranger", "lodge1"),
            Card("vnet4", "52:54:00:00:00:05", "sniffer", "lodge3", nic => nic with { Promiscuous = true }),
            Card("vnet5", "52:54:00:00:00:06", "outside", null),
            Card("odd name", "52:54:00:00:00:07", "odd", null, nic => nic with { AntiSpoofing = true }),
        ],
        [
            Lease("lodge0", "52:54:00:00:00:01", "192.168.122.5"),
            Lease("lodge0", "52:54:00:00:00:02", "192.168.122.6"),
            Lease("lodge2", "52:54:00:00:00:03", "10.2.0.7"),
            Lease("lodge2", "52:54:00:00:00:03", "fd22::7"),
        ],
        new SecurityGroup
        {
            Name = "web",
            Rules =
            [
                new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 80 },
                new SecurityRule { Protocol = RuleProtocol.Icmp, Address = "10.0.0.0/8" },
                new SecurityRule { Direction = RuleDirection.Out },
            ],
        },
        new SecurityGroup
        {
            Name = "inner",
            Rules =
            [
                new SecurityRule { Protocol = RuleProtocol.Tcp, Port = 5432, LastPort = 5440, Group = "inner" },
                new SecurityRule { Direction = RuleDirection.Out, Protocol = RuleProtocol.Udp, Port = 123, Address = "fd00::/8" },
            ],
        });

    private static Guid Id(string name) => new(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
}
