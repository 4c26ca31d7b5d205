using Lodge.Linux.Devices;
using Lodge.Linux.Devices.Inventory;
using Lodge.Model.Host.Devices;

namespace Lodge.Linux.Tests.Devices;

/// <summary>A kernel's tree, made for the test, read as devices and interfaces.</summary>
public sealed class DeviceInventoryTests : IDisposable
{
    private const string Card = "devices/pci0000:00/0000:00:03.0";
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lodge-sys-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Devices_hang_on_each_other_as_in_the_kernels_tree()
    {
        Folder(Card, ("class", "0x020000"), ("vendor", "0x1af4"), ("device", "0x1041"), ("numa_node", "-1"), ("sriov_totalvfs", "4"));
        Link($"{Card}/driver", "bus/pci/drivers/virtio-pci");
        Link($"{Card}/iommu_group", "kernel/iommu_groups/7");
        Folder("kernel/iommu_groups/7/devices/0000:00:03.0");
        Link($"{Card}/virtfn0", "devices/pci0000:00/0000:00:03.1");
        Link("bus/pci/devices/0000:00:03.0", Card);
        Folder($"{Card}/virtio0/net/eth0", ("address", "52:54:00:00:00:01"), ("operstate", "up"), ("speed", "1000"), ("flags", "0x1003"), ("mtu", "1500"));
        Link("class/net/eth0", $"{Card}/virtio0/net/eth0");
        Folder("devices/virtual/block/loop0", ("size", "8"));
        Link("block/loop0", "devices/virtual/block/loop0");
        Folder("devices/usb1/1-2", ("busnum", "1"), ("devnum", "5"), ("idVendor", "0781"), ("idProduct", "5567"), ("product", "Blade"));
        Link("bus/usb/devices/1-2", "devices/usb1/1-2");
        Folder("devices/usb1/1-2/1-2:1.0/host0/block/sda", ("size", "2048"), ("removable", "1"), ("queue/logical_block_size", "512"));
        Link("block/sda", "devices/usb1/1-2/1-2:1.0/host0/block/sda");

        var devices = new DeviceInventory(new Sysfs(_root.FullName)).Read().ToDictionary(device => device.Name);

        Assert.Equal(["block_sda", "computer", "net_eth0_52_54_00_00_00_01", "pci_0000_00_03_0", "usb_1_2"], devices.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("pci_0000_00_03_0", devices["net_eth0_52_54_00_00_00_01"].Parent);
        Assert.Equal("usb_1_2", devices["block_sda"].Parent);
        Assert.Equal(HostDevice.Host, devices["pci_0000_00_03_0"].Parent);
        var pci = Assert.IsType<PciFacts>(devices["pci_0000_00_03_0"].Facts);
        Assert.Equal((0x020000, 0x1af4, null, "virtio-pci"), (pci.Class, pci.Vendor.Number, pci.Node, devices["pci_0000_00_03_0"].Driver));
        Assert.Equal((7, "0000:00:03.0"), (pci.Group!.Number, pci.Group.Addresses.Single()));
        Assert.Equal((4, "0000:00:03.1"), (pci.Functions!.Most, pci.Functions.Addresses.Single()));
        Assert.Equal(new BlockFacts("/dev/sda", 1 << 20, 512, true, "usb", null, null, null), devices["block_sda"].Facts);
        Assert.Equal(new UsbFacts(1, 5, new(0x0781, null), new(0x5567, "Blade")), devices["usb_1_2"].Facts);
    }

    [Fact]
    public void Bridges_and_vlans_know_what_hangs_on_them()
    {
        Folder("class/net/br0", ("address", "52:54:00:00:00:02"), ("flags", "0x1002"), ("bridge/stp_state", "1"), ("brif/eth0/x", ""));
        Folder("class/net/eth0.5", ("flags", "0x1003"));
        Folder("vlan", ("eth0.5", "eth0.5  VID: 5\t REORDER_HDR: 1\nDevice: eth0\n"));
        var inventory = new NetInventory(new Sysfs(_root.FullName), Path.Combine(_root.FullName, "vlan"));

        var interfaces = inventory.ReadInterfaces().ToDictionary(one => one.Name);

        Assert.Equal((HostInterfaceKind.Bridge, false, true), (interfaces["br0"].Kind, interfaces["br0"].Up, interfaces["br0"].SpanningTree));
        Assert.Equal(["eth0"], interfaces["br0"].Ports);
        Assert.Equal((HostInterfaceKind.Vlan, true, 5), (interfaces["eth0.5"].Kind, interfaces["eth0.5"].Up, interfaces["eth0.5"].Vlan));
        Assert.Equal(["eth0"], interfaces["eth0.5"].Ports);
    }

    [Fact]
    public void Names_of_makers_are_found_and_missing_ones_are_no_failure()
    {
        var list = Path.Combine(_root.FullName, "pci.ids");
        File.WriteAllText(list, "# a list\n1af3  Other\n\t1041  Wrong\n1af4  Red Hat, Inc.\n\t1000  Virtio 0\n\t1041  Virtio network\n\t\t1af4 0001  Sub\n1af5  Next\n\t9999  Not here\n");
        var names = new PciNames(list);

        Assert.Equal(("Red Hat, Inc.", "Virtio network"), names.Find(0x1af4, 0x1041));
        Assert.Equal(("Red Hat, Inc.", null), names.Find(0x1af4, 0x9999));
        Assert.Equal((null, null), names.Find(0x1234, 0x0001));
        Assert.Equal((null, null), new PciNames("/nowhere").Find(0x1af4, 0x1041));
    }

    private void Folder(string path, params (string Name, string Text)[] files)
    {
        _root.CreateSubdirectory(path);
        foreach (var (name, text) in files)
        {
            var file = Path.Combine(_root.FullName, path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private void Link(string path, string target)
    {
        var place = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        File.CreateSymbolicLink(place, Path.Combine(_root.FullName, target));
    }
}
