using Lodge.Model.Networks.HostBridges;
using Lodge.Network.HostBridges.Persistence;
using Lodge.TestSupport.Networks;

namespace Lodge.Network.Tests.HostBridges.Owners;

/// <summary>
/// The real programs that give an interface its addresses when a host boots, on the files that Lodge writes: each makes the
/// bridge, and makes none any more after it is undone.
/// </summary>
public sealed class OwnerTests
{
    private const string NetworkdStart = """
        mkdir -p /run/systemd/netif
        chown systemd-network /run/systemd/netif
        SYSTEMD_LOG_LEVEL=info /usr/lib/systemd/systemd-networkd &
        """;

    private const string NetworkManagerStart = """
        printf '[main]\nplugins=keyfile\nauth-polkit=false\ndhcp=internal\ndns=none\nrc-manager=unmanaged\n' > /run/nm.conf
        NetworkManager --debug --config=/run/nm.conf &
        nm-online -s -q -t 20
        """;

    private const string IfupdownStart = """
        mkdir -p /run/network /etc/network/if-{pre-up,up,down,post-down}.d
        ifup -a
        """;

    private const string Interfaces = "auto lo eth0\niface lo inet loopback\n\niface eth0 inet static\n    address 198.51.100.2/24\n    gateway 198.51.100.1\n";

    private static readonly Owner s_networkd = new(HostNetworkOwner.Networkd, NetworkdStart, new()
    {
        ["/etc/systemd/network/20-wired.network"] = "[Match]\nName=eth0\n\n[Network]\nAddress=198.51.100.2/24\nGateway=198.51.100.1\nIPv6AcceptRA=no\n",
    })
    {
        AtOnce = true,
        Mode = "644",
    };

    private static readonly Owner s_netplan = new(HostNetworkOwner.Netplan, $"ldconfig\nnetplan generate\n{NetworkdStart}", new()
    {
        ["/etc/netplan/01-installer.yaml"] = "network:\n  version: 2\n  renderer: networkd\n  ethernets:\n    eth0:\n      addresses: [198.51.100.2/24]\n      accept-ra: false\n      routes:\n        - to: default\n          via: 198.51.100.1\n",
    });

    private static readonly Owner s_ifupdown = new(HostNetworkOwner.Ifupdown, IfupdownStart, new() { ["/etc/network/interfaces"] = Interfaces })
    {
        AtOnce = true,
    };

    private static readonly Owner s_bridgeUtils = new(HostNetworkOwner.Ifupdown, IfupdownStart, new()
    {
        ["/etc/network/interfaces"] = Interfaces,
        [HostFileReader.BridgeUtils] = "#!/bin/sh\nexec /usr/lib/bridge-utils/ifupdown.sh\n",
        ["/etc/network/if-post-down.d/bridge"] = "#!/bin/sh\nexec /usr/lib/bridge-utils/ifupdown.sh\n",
    })
    {
        AtOnce = true,
        Mode = "755",
    };

    private static readonly Owner s_networkManager = new(HostNetworkOwner.NetworkManager, NetworkManagerStart, new()
    {
        ["/etc/NetworkManager/system-connections/The office.nmconnection"] =
            "[connection]\nid=The office\nuuid=1f0a8a1c-0d51-4dd5-9c0a-6f7a0b6f7d11\ntype=ethernet\ninterface-name=eth0\n\n[ethernet]\n\n[ipv4]\nmethod=manual\naddress1=198.51.100.2/24,198.51.100.1\n\n[ipv6]\nmethod=ignore\n",
    })
    {
        AtOnce = true,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Networkd_makes_the_bridge_at_the_next_boot() => BootsAsync(s_networkd);

    [Fact]
    public Task Netplan_makes_the_bridge_at_the_next_boot() => BootsAsync(s_netplan);

    [Fact]
    public Task Ifupdown_makes_the_bridge_at_the_next_boot() => BootsAsync(s_ifupdown);

    [Fact]
    public Task Ifupdown_with_bridge_utils_makes_the_bridge_at_the_next_boot() => BootsAsync(s_bridgeUtils);

    [Fact]
    public Task NetworkManager_makes_the_bridge_at_the_next_boot() => BootsAsync(s_networkManager);

    private static async Task BootsAsync(Owner owner)
    {
        var whyNot = await NetworkPrograms.WhyNotAsync();
        Assert.SkipWhen(whyNot is not null, whyNot ?? "");
        using var host = BridgeHostUnderTest.Create(isBare: true);
        foreach (var (path, text) in owner.Files)
        {
            File.SetUnixFileMode(host.Write(path, text), (UnixFileMode)Convert.ToInt32(owner.Mode, 8));
        }

        using (var programs = await NetworkPrograms.StartAsync(host.Network, host.Files, owner.Start))
        {
            await IsOnAsync(host, programs, "eth0");
            var plan = await host.Bridges.PlanAsync(new HostBridgeWish { Interface = "eth0" }, Cancellation);
            Assert.Equal((owner.Name, "br0"), (plan.Owner, plan.Bridge));
            await host.MoveAsync(Cancellation);
            await host.Bridges.KeepAsync("eth0", Cancellation);
            if (owner.AtOnce)
            {
                var ran = await programs.RunAsync(string.Join('\n', plan.Commands));
                Assert.True(ran.ExitCode == 0, $"{string.Join('\n', plan.Commands)}: {ran.Output}\n{programs.Log}");
            }

            await IsOnAsync(host, programs, "br0");
        }

        await BootAsync(host, owner, "br0");
        await host.Restart().RecoverAsync(Cancellation);
        await host.Bridges.UndoAsync("eth0", force: false, Cancellation);
        Assert.All(owner.Files, file => Assert.Equal(file.Value, File.ReadAllText(host.Files + file.Key)));
        await BootAsync(host, owner, "eth0");
        Assert.Null(host.Network.Host.Links.Find("br0"));
    }

    // A host that boots knows nothing of what there was.
    private static async Task BootAsync(BridgeHostUnderTest host, Owner owner, string expected)
    {
        if (host.Network.Host.Links.Find("br0") is not null)
        {
            host.Network.Host.Links.Delete("br0");
        }

        BridgeHostUnderTest.Run(host.Network, "addr flush dev eth0", "link set eth0 down", "route flush table main");
        host.Network.Run(() =>
        {
            Lodge.Linux.Network.NetworkSettings.Write("ipv6/conf/eth0/disable_ipv6", 0);
            return true;
        });
        using var programs = await NetworkPrograms.StartAsync(host.Network, host.Files, owner.Start);
        await IsOnAsync(host, programs, expected);
    }

    private static async Task IsOnAsync(BridgeHostUnderTest host, NetworkPrograms programs, string link)
    {
        var deadline = DateTime.UtcNow.AddSeconds(20);
        while (!IsOn(host, link))
        {
            Assert.True(DateTime.UtcNow < deadline, $"{link} did not get what is configured:\n{host.Picture()}\n{programs.Log}");
            await Task.Delay(50, Cancellation);
        }

        using var connection = await host.ConnectAsync(Cancellation);
        await connection.WorksAsync(Cancellation);
    }

    private static bool IsOn(BridgeHostUnderTest host, string name)
    {
        if (host.Network.Host.Links.Find(name) is not { } link || host.Network.Host.Links.Find("eth0") is not { } port)
        {
            return false;
        }

        var isPort = name == "eth0" ? port.Master == 0 : port.Master == link.Index && port.Mac == link.Mac;
        return isPort
            && host.Network.Run(() => host.Ip("-o -4 addr show scope global")).Split('\n', StringSplitOptions.RemoveEmptyEntries) is [var address]
            && address.Contains($" {name} ", StringComparison.Ordinal) && address.Contains(" 198.51.100.2/24 ", StringComparison.Ordinal)
            && host.Network.Run(() => host.Ip("route show default")).Contains($"via 198.51.100.1 dev {name}", StringComparison.Ordinal);
    }

    private sealed record Owner(HostNetworkOwner Name, string Start, Dictionary<string, string> Files)
    {
        /// <summary>Whether the lines that have the files take effect at once can be typed where there is no systemd.</summary>
        public bool AtOnce { get; init; }

        /// <summary>What rights its files have, octal.</summary>
        public string Mode { get; init; } = "600";
    }
}
