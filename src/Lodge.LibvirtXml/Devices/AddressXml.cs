using System.Globalization;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;address&gt;</c>: where a device sits.</summary>
internal static class AddressXml
{
    public static DeviceAddress Read(Element address) => address.Need("type") switch
    {
        "pci" => Pci(address),
        "drive" => new DriveAddress(Part(address, "controller"), Part(address, "bus"), Part(address, "target"), Part(address, "unit")),
        "usb" => new UsbAddress(Part(address, "bus"), address.Need("port")),
        "virtio-serial" => new VirtioSerialAddress(Part(address, "controller"), Part(address, "port"), Part(address, "bus")),
        "isa" => new IsaAddress(address.Int("iobase"), address.Int("irq")),
        "virtio-mmio" => new MmioAddress(Part(address, "transport")),
        "dimm" => new DimmAddress(Part(address, "slot"), address.Long("base")),
        "ccid" or "spapr-vio" or "ccw" or "unassigned" => throw address.Unsupported($"an address of the type '{address.Need("type")}'"),
        var other => throw address.Invalid($"unknown type '{other}' of <address>"),
    };

    public static PciAddress Pci(Element address) => new(
        Part(address, "bus", 0xff), Part(address, "slot", 0x1f), Part(address, "function", 7), address.OnOff("multifunction"), Part(address, "domain", 0xffff));

    public static void Write(XmlOut output, DeviceAddress? address)
    {
        if (address is null)
        {
            return;
        }

        using var element = output.Element("address");
        _ = address switch
        {
            PciAddress pci => Pci(output.Attr("type", "pci"), pci).OnOff("multifunction", pci.Multifunction),
            DriveAddress drive => output.Attr("type", "drive").Attr("controller", drive.Controller).Attr("bus", drive.Bus)
                .Attr("target", drive.Target).Attr("unit", drive.Unit),
            UsbAddress usb => output.Attr("type", "usb").Attr("bus", usb.Bus).Attr("port", usb.Port),
            VirtioSerialAddress port => output.Attr("type", "virtio-serial").Attr("controller", port.Controller).Attr("bus", port.Bus)
                .Attr("port", port.Port),
            IsaAddress isa => output.Attr("type", "isa").Hex("iobase", isa.IoBase, 1).Hex("irq", isa.Irq, 1),
            MmioAddress mmio => output.Attr("type", "virtio-mmio").Attr("transport", mmio.Transport == 0 ? null : mmio.Transport),
            DimmAddress dimm => output.Attr("type", "dimm").Attr("slot", dimm.Slot).Hex("base", dimm.Base, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(address), address, "Not a kind of address."),
        };
    }

    /// <summary>Writes domain, bus, slot and function.</summary>
    public static XmlOut Pci(XmlOut output, PciAddress pci) =>
        output.Hex("domain", pci.Domain, 4).Hex("bus", pci.Bus, 2).Hex("slot", pci.Slot, 2).Hex("function", pci.Function, 1);

    /// <summary>The host's notation of a PCI function, <c>0000:01:00.0</c>.</summary>
    public static PciAddress ParseHost(string text) => new(
        int.Parse(text.AsSpan(5, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        int.Parse(text.AsSpan(8, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        text[11] - '0',
        Domain: int.Parse(text.AsSpan(0, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    private static int Part(Element address, string name, int most = int.MaxValue) => address.Int(name) switch
    {
        null => 0,
        < 0 => throw address.Invalid($"the attribute '{name}' of <address> is negative"),
        var number when number > most => throw address.Invalid($"the attribute '{name}' of <address> is larger than {most}"),
        var number => number.Value,
    };
}
