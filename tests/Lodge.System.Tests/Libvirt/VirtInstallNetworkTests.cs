using System.Text.RegularExpressions;
using Lodge.System.Tests.Networks;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Guests;
using Lodge.TestSupport.Networks;

namespace Lodge.System.Tests.Libvirt;

/// <summary>virt-install, virt-clone and virt-xml put guests on networks and bridges, on a host of the test's own.</summary>
[Collection(DisplayPorts.Name)]
public sealed partial class VirtInstallNetworkTests(OwnHostFixture fixture) : IClassFixture<OwnHostFixture>
{
    private const string Network = """
        <network><name>default</name><forward mode='nat'/><bridge name='virbr7'/>
          <ip address='10.17.0.1' netmask='255.255.255.0'><dhcp><range start='10.17.0.10' end='10.17.0.99'/></dhcp></ip>
        </network>
        """;

    [Fact]
    public async Task Guests_are_installed_cloned_and_changed_on_the_default_network_and_a_bridge()
    {
        Assert.SkipWhen(PrivateNetwork.WhyNot is not null, PrivateNetwork.WhyNot ?? "");
        var clients = new LibvirtClients(fixture.Daemon);
        await DefineDefaultAsync(clients);

        // The network that is taken unless told otherwise, and cards of chosen kinds.
        await InstallAsync(clients, "plain", "--network", "default");
        await InstallAsync(clients, "picky", "--network", "network=default,model=e1000e,mac=52:54:00:00:07:01", "--network", "bridge=virbr7,model=virtio,driver.name=qemu");
        Assert.Matches("vnet[0-9]+ +network +default", await clients.DoneAsync("domiflist", "plain"));
        var cards = await clients.DoneAsync("domiflist", "picky");
        Assert.Matches("vnet[0-9]+ +network +default +e1000e +52:54:00:00:07:01", cards);
        Assert.Matches("vnet[0-9]+ +bridge +virbr7 +virtio", cards);
        Assert.Contains("<driver name='qemu'/>", await clients.DoneAsync("dumpxml", "picky"), StringComparison.Ordinal);

        // A card of a running guest comes, and goes again.
        await clients.DoneBy("virt-xml", "plain", "--add-device", "--network", "bridge=virbr7,model=virtio,mac=52:54:00:00:07:02", "--update");
        Assert.Matches("vnet[0-9]+ +bridge +virbr7 +virtio +52:54:00:00:07:02", await clients.DoneAsync("domiflist", "plain"));
        await clients.DoneAsync("destroy", "plain");
        await clients.DoneBy("virt-xml", "plain", "--remove-device", "--network", "mac=52:54:00:00:07:02");
        await clients.DoneBy("virt-xml", "plain", "--edit", "--network", "model=virtio,link.state=down");

        // The clone has a MAC address of its own, and the rest of its original.
        await clients.DoneBy("virt-clone", "--original", "plain", "--name", "twin", "--file", Path.Combine(fixture.Daemon.Root, "twin.raw"));
        var (first, second) = (await clients.DoneAsync("domiflist", "plain"), await clients.DoneAsync("domiflist", "twin"));
        Assert.Matches("network +default +virtio", second);
        Assert.NotEqual(Mac().Match(first).Value, Mac().Match(second).Value);
        await clients.DoneAsync("start", "twin");
        Assert.EndsWith("down", await clients.DoneAsync("domif-getlink", "twin", Mac().Match(second).Value), StringComparison.Ordinal);
        Assert.Matches("vnet[0-9]+ +network +default +virtio", await clients.DoneAsync("domiflist", "twin"));
        await clients.DoneAsync("destroy", "twin");
        await clients.DoneAsync("destroy", "picky");
    }

    private async Task DefineDefaultAsync(LibvirtClients clients)
    {
        var file = Path.Combine(fixture.Daemon.Root, "default.xml");
        await File.WriteAllTextAsync(file, Network);
        await clients.DoneAsync("net-define", file);
        await clients.DoneAsync("net-start", "default");
    }

    private async Task InstallAsync(LibvirtClients clients, string name, params string[] networks)
    {
        var disk = Path.Combine(fixture.Daemon.Root, $"{name}.raw");
        SerialGuest.WriteDisk(disk);
        await clients.DoneBy(
            "virt-install",
            [
                "--name", name, "--memory", "32", "--vcpus", "1", "--virt-type", "qemu", "--osinfo", "detect=off,require=off", "--machine", "q35",
                "--import", "--disk", $"path={disk},format=raw", "--graphics", "none", "--noautoconsole", .. networks,
            ]);
    }

    [GeneratedRegex("52:54:00(:[0-9a-f]{2}){3}")]
    private static partial Regex Mac();
}
