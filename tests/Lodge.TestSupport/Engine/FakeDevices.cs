using Lodge.Engine.Ports;
using Lodge.Model.Host.Devices;

namespace Lodge.TestSupport.Engine;

/// <summary>A host with a network card, its interface, a disk, a USB stick, and a bridge.</summary>
public sealed class FakeDevices : IHostDevices
{
    private const string Card = "0000:01:00.0";

    /// <summary>The driver that the network card has now.</summary>
    public string? CardDriver { get; private set; } = "e1000e";

    /// <summary>What was asked of the card, in order.</summary>
    public List<string> Asked { get; } = [];

    public IReadOnlyList<HostDevice> Read() =>
    [
        new(HostDevice.Host, null, "/sys/devices", null, new HostFacts()),
        new("pci_0000_01_00_0", HostDevice.Host, "/sys/devices/pci0000:00/0000:01:00.0", CardDriver, new PciFacts(
            Card, 0x020000, new(0x8086, "Intel"), new(0x10d3, "82574L"), new PciGroup(7, [Card]), 0, null, null)),
        new("net_eth0_52_54_00_00_00_01", "pci_0000_01_00_0", "/sys/devices/pci0000:00/0000:01:00.0/net/eth0", null,
            new NetFacts("eth0", "52:54:00:00:00:01", new NetLink("up", 1000))),
        new("block_sda", HostDevice.Host, "/sys/devices/sda", "sd", new BlockFacts("/dev/sda", 1L << 30, 512, false, "scsi", "Disk", "Maker", "S1")),
        new("usb_1_2", HostDevice.Host, "/sys/devices/usb1/1-2", "usb", new UsbFacts(1, 2, new(0x0781, "SanDisk"), new(0x5567, "Blade"))),
    ];

    public IReadOnlyList<HostInterface> ReadInterfaces() =>
    [
        new("br0", "52:54:00:00:00:02", false, 1500, new NetLink("down", null), HostInterfaceKind.Bridge, ["eth0"], null, false),
        new("eth0", "52:54:00:00:00:01", true, 1500, new NetLink("up", 1000), HostInterfaceKind.Ethernet, [], null, null),
        new("eth0.5", "52:54:00:00:00:01", true, 1500, new NetLink("up", 1000), HostInterfaceKind.Vlan, ["eth0"], 5, null),
    ];

    public void Detach(string address, string? driver) => CardDriver = driver ?? "vfio-pci";

    public void Reattach(string address) => CardDriver = "e1000e";

    public void Reset(string address) => Asked.Add($"reset {address}");
}
