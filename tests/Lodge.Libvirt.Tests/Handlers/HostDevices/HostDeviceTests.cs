using Lodge.Libvirt.Tests.Support;

namespace Lodge.Libvirt.Tests.Handlers.HostDevices;

/// <summary>Devices and network interfaces of the host, through virsh.</summary>
public sealed class HostDeviceTests
{
    [Fact]
    public async Task Virsh_lists_devices_as_a_tree_and_describes_them()
    {
        await using var server = await TestServer.StartAsync();

        Assert.Equal(
            ["block_sda", "computer", "net_eth0_52_54_00_00_00_01", "pci_0000_01_00_0", "usb_1_2"],
            (await server.DoneAsync("nodedev-list")).Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal("pci_0000_01_00_0", await server.DoneAsync("nodedev-list", "--cap", "pci"));
        Assert.Matches(@" \+- pci_0000_01_00_0\n[ |]+\n[ |]+\+- net_eth0", await server.DoneAsync("nodedev-list", "--tree"));
        var card = await server.DoneAsync("nodedev-dumpxml", "pci_0000_01_00_0");
        Assert.Contains("<product id='0x10d3'>82574L</product>", card, StringComparison.Ordinal);
        Assert.Contains("<iommuGroup number='7'>", card, StringComparison.Ordinal);
        Assert.Contains("<parent>computer</parent>", card, StringComparison.Ordinal);
        Assert.Contains("<block>/dev/sda</block>", await server.DoneAsync("nodedev-dumpxml", "block_sda"), StringComparison.Ordinal);
        Assert.Contains("<vendor>Bespoke</vendor>", await server.DoneAsync("nodedev-dumpxml", "computer"), StringComparison.Ordinal);
        Assert.Contains("Node device not found", await server.RefusedAsync("nodedev-dumpxml", "pci_9"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }

    [Fact]
    public async Task Virsh_gives_a_card_to_guests_and_back()
    {
        await using var server = await TestServer.StartAsync();

        await server.DoneAsync("nodedev-detach", "pci_0000_01_00_0", "--driver", "vfio");
        Assert.Equal("vfio-pci", server.World.Devices.CardDriver);
        await server.DoneAsync("nodedev-reset", "pci_0000_01_00_0");
        await server.DoneAsync("nodedev-reattach", "pci_0000_01_00_0");

        Assert.Equal("e1000e", server.World.Devices.CardDriver);
        Assert.Equal(["reset 0000:01:00.0"], server.World.Devices.Asked);
        Assert.Contains("is no PCI function", await server.RefusedAsync("nodedev-detach", "block_sda"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Virsh_looks_at_interfaces_and_changes_none()
    {
        await using var server = await TestServer.StartAsync();

        Assert.DoesNotContain("br0", await server.DoneAsync("iface-list"), StringComparison.Ordinal);
        Assert.Matches("br0 +inactive", await server.DoneAsync("iface-list", "--all"));
        Assert.Equal("52:54:00:00:00:02", await server.DoneAsync("iface-mac", "br0"));
        Assert.Equal("br0", await server.DoneAsync("iface-name", "52:54:00:00:00:02"));
        Assert.Contains("multiple interfaces", await server.RefusedAsync("iface-name", "52:54:00:00:00:01"), StringComparison.Ordinal);
        Assert.Contains("<interface type='ethernet' name='eth0'>", await server.DoneAsync("iface-dumpxml", "br0"), StringComparison.Ordinal);
        Assert.Contains("<vlan tag='5'>", await server.DoneAsync("iface-dumpxml", "eth0.5"), StringComparison.Ordinal);
        Assert.Contains("Interface not found", await server.RefusedAsync("iface-dumpxml", "eth9"), StringComparison.Ordinal);
        Assert.Contains("not supported by the connection driver", await server.RefusedAsync("iface-undefine", "eth0"), StringComparison.Ordinal);
        Assert.Empty(server.Logs.Complaints);
    }
}
