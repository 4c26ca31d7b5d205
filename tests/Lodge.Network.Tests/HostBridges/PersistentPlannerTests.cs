using System.Text;
using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Persistence;
using Lodge.TestSupport;

namespace Lodge.Network.Tests.HostBridges;

/// <summary>What is written so that a bridge is there after a boot, for each program that may configure the interface.</summary>
public sealed class PersistentPlannerTests
{
    private const string Netplan = """
        # Written by the installer.
        network:
          version: 2
          renderer: networkd
          ethernets:
            lan:
              match:
                macaddress: "52:54:00:12:34:56"
              set-name: eth0
              dhcp4: true
              # The house's own.
              nameservers:
                addresses: [198.51.100.9]
                search:
                - example.org
              routes:
                - to: 10.0.0.0/8
                  via: 198.51.100.7
              mtu: 9000
            eth1:
              dhcp4: true
        """;

    private const string Networkd = """
        [Match]
        Name=eth0

        [Link]
        MTUBytes=9000

        [Network]
        DHCP=ipv4
        VLAN=eth0.100
        IPv6AcceptRA=yes

        [Route]
        Destination=10.0.0.0/8
        Gateway=198.51.100.7
        """;

    private const string Connection = """
        # The office.
        [connection]
        id=The office
        uuid=1f0a
        type=ethernet
        interface-name=eth0
        zone=trusted

        [ethernet]
        mtu=9000
        wake-on-lan=64

        [ipv4]
        address1=198.51.100.2/24,198.51.100.1
        dns=198.51.100.9;
        method=manual
        route1=10.0.0.0/8,198.51.100.7

        [ipv6]
        method=auto

        [proxy]
        """;

    private const string Interfaces = """
        source /etc/network/interfaces.d/*
        auto lo eth0
        iface lo inet loopback

        allow-hotplug eth1
        iface eth0 inet static
            address 198.51.100.2/24
            gateway 198.51.100.1
            up ip route add 10.0.0.0/8 via 198.51.100.7 dev eth0
            ethtool -K eth0 tso off
        iface eth0 inet6 auto

        iface eth1 inet dhcp
        """;

    /// <summary>Files of hosts.</summary>
    public static TheoryData<string> Hosts { get; } =
    [
        "ifupdown", "ifupdown-with-bridge-utils", "ifupdown-cloud", "networkd", "networkd-with-parts", "netplan", "netplan-cloud", "netplan-in-one-line",
        "network-manager", "network-manager-guessed", "network-manager-elsewhere", "nobody", "elsewhere",
    ];

    [Theory]
    [MemberData(nameof(Hosts))]
    public void Files_are_as_the_owner_reads_them(string host)
    {
        var wish = new PersistentWish("eth0", 2, "br0", "52:54:00:12:34:56", host.StartsWith("ifupdown", StringComparison.Ordinal) ? 1500 : 9000)
        {
            FixedAddresses = ["198.51.100.2/24", "2001:db8::2/64"],
            Gateways = ["198.51.100.1"],
        };
        Golden.Compare($"Golden/{host}.txt", Shown(PersistentPlanner.Plan(wish, FilesOf(host))));
    }

    private static HostFiles FilesOf(string host) => host switch
    {
        "ifupdown" => Of(("/etc/network/interfaces", Interfaces)),
        "ifupdown-with-bridge-utils" => Of(("/etc/network/interfaces", Interfaces), (HostFileReader.BridgeUtils, "#!/bin/sh\n")),
        "ifupdown-cloud" => Of(
            ("/etc/network/interfaces", "source-directory /etc/network/interfaces.d\n"),
            ("/etc/network/interfaces.d/50-cloud-init", "auto eth0\niface eth0 inet dhcp\n\nauto eth0:1\niface eth0:1 inet static\n    address 10.5.0.1/24\n")),
        "networkd" => Of(("/run/systemd/netif/links/2", "ADMIN_STATE=configured\nNETWORK_FILE=/etc/systemd/network/20-wired.network\n"), ("/etc/systemd/network/20-wired.network", Networkd)),
        "networkd-with-parts" => Of(
            ("/run/systemd/netif/links/2", "ADMIN_STATE=configured\nNETWORK_FILE=/usr/lib/systemd/network/01-all.network\n"),
            ("/usr/lib/systemd/network/01-all.network", "[Match]\nName=e*\n[Network]\nDHCP=yes\n"),
            ("/etc/systemd/network/01-all.network.d/names.conf", "[Network]\nDNS=198.51.100.9\n")),
        "netplan" => Of(("/etc/netplan/01-installer.yaml", Netplan), ("/run/systemd/netif/links/2", "ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-lan.network\n")),
        "netplan-cloud" => Of(("/etc/netplan/50-cloud-init.yaml", "network:\n  ethernets:\n    eth0:\n      dhcp4: true\n  version: 2\n")),
        "netplan-in-one-line" => Of(("/etc/netplan/01.yaml", "network:\n  ethernets:\n    eth0: {dhcp4: true}\n")),
        "network-manager" => Of(
            ("/run/NetworkManager/devices/2", "[device]\nmanaged=true\nconnection-uuid=1f0a\n"), ("/etc/NetworkManager/system-connections/The office.nmconnection", Connection)),
        "network-manager-guessed" => Of(
            ("/run/NetworkManager/devices/2", "[device]\nmanaged=true\nconnection-uuid=1f0a\n"),
            ("/run/NetworkManager/system-connections/Wired connection 1.nmconnection", "[connection]\nid=Wired connection 1\nuuid=1f0a\ntype=ethernet\nautoconnect-priority=-999\ninterface-name=eth0\n\n[ethernet]\n\n[ipv4]\nmethod=auto\n\n[ipv6]\naddr-gen-mode=default\nmethod=auto\n\n[proxy]\n\n[.nmmeta]\nnm-generated=true\n")),
        "network-manager-elsewhere" => Of(
            ("/run/NetworkManager/devices/2", "[device]\nmanaged=1\nconnection-uuid=1f0a\n"), ("/etc/network/interfaces", "auto lo\niface lo inet loopback\n")),
        "nobody" => Of(("/etc/network/interfaces", "auto lo\niface lo inet loopback\n")),
        _ => new HostFiles(new Dictionary<string, string>(), "lodged runs in a network of its own, which no file of the host is about"),
    };

    private static HostFiles Of(params (string Path, string Text)[] files) => new(files.ToDictionary(file => file.Path, file => file.Text.ReplaceLineEndings("\n")));

    private static string Shown(PersistentPlan plan)
    {
        var text = new StringBuilder($"owner {plan.Owner}\n");
        foreach (var file in plan.Files)
        {
            text.Append($"\n==== {file.Path}{(file.Before is null ? ", new" : "")}\n{file.After}");
        }

        foreach (var (title, lines) in ((string, IReadOnlyList<string>)[])[("to type", plan.Commands), ("to be known", plan.Notes)])
        {
            text.Append(lines.Count == 0 ? "" : $"\n==== {title}\n{string.Join('\n', lines)}\n");
        }

        return text.ToString();
    }
}
