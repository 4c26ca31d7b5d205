using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.LibvirtXml.Host.Devices;

/// <summary><c>&lt;device&gt;</c>: a device of the host.</summary>
public static class NodeDeviceXml
{
    /// <summary>Writes it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="firmware">What the firmware says of the host, for the device that is the host itself.</param>
    /// <param name="machineId">Identity of the host.</param>
    public static string Write(HostDevice device, SmbiosDefinition firmware, Guid machineId)
    {
        var output = new XmlOut();
        using (output.Element("device"))
        {
            output.Leaf("name", device.Name);
            if (device.Facts is not HostFacts)
            {
                output.Leaf("path", device.Path);
            }

            WriteNode(output, device.Facts);
            output.Leaf("parent", device.Parent);
            if (device.Driver is not null)
            {
                using var driver = output.Element("driver");
                output.Leaf("name", device.Driver);
            }

            using var capability = output.Element("capability");
            output.Attr("type", Capability(device.Facts));
            WriteFacts(output, device.Facts, firmware, machineId);
        }

        return output.ToString();
    }

    /// <summary>The word for a kind of device.</summary>
    public static string Capability(HostDeviceFacts facts) => facts switch
    {
        PciFacts => "pci",
        UsbFacts => "usb_device",
        NetFacts => "net",
        BlockFacts => "storage",
        _ => "system",
    };

    private static void WriteNode(XmlOut output, HostDeviceFacts facts)
    {
        var node = facts switch
        {
            BlockFacts block => block.Node,
            UsbFacts usb => $"/dev/bus/usb/{usb.Bus:D3}/{usb.Device:D3}",
            _ => null,
        };
        if (node is not null)
        {
            using var element = output.Element("devnode");
            output.Attr("type", "dev").Text(node);
        }
    }

    private static void WriteFacts(XmlOut output, HostDeviceFacts facts, SmbiosDefinition firmware, Guid machineId)
    {
        switch (facts)
        {
            case PciFacts pci:
                PciFactsXml.Write(output, pci);
                break;
            case UsbFacts usb:
                output.Leaf("bus", usb.Bus);
                output.Leaf("device", usb.Device);
                Id(output, "product", usb.Product);
                Id(output, "vendor", usb.Vendor);
                break;
            case NetFacts net:
                WriteNet(output, net);
                break;
            case BlockFacts block:
                WriteBlock(output, block);
                break;
            default:
                WriteHost(output, firmware, machineId);
                break;
        }
    }

    internal static void Id(XmlOut output, string name, DeviceId id)
    {
        using var element = output.Element(name);
        output.Hex("id", id.Number, 4);
        if (id.Name is not null)
        {
            output.Text(id.Name);
        }
    }

    private static void WriteNet(XmlOut output, NetFacts net)
    {
        output.Leaf("interface", net.Interface);
        output.Leaf("address", net.Mac);
        InterfaceXml.WriteLink(output, net.Link);
        if (net.Mac is not null)
        {
            using var ethernet = output.Element("capability");
            output.Attr("type", "80203");
        }
    }

    private static void WriteBlock(XmlOut output, BlockFacts block)
    {
        output.Leaf("block", block.Node);
        output.Leaf("bus", block.Bus);
        output.Leaf("drive_type", block.Removable ? "cdrom" : "disk");
        output.Leaf("model", block.Model);
        output.Leaf("vendor", block.Vendor);
        output.Leaf("serial", block.Serial);
        if (block.Removable)
        {
            using var removable = output.Element("capability");
            output.Attr("type", "removable");
            output.Leaf("media_available", block.Size > 0 ? 1 : 0);
            output.Leaf("media_size", block.Size);
            WriteBlocks(output, block);
            return;
        }

        output.Leaf("size", block.Size);
        WriteBlocks(output, block);
    }

    private static void WriteBlocks(XmlOut output, BlockFacts block)
    {
        output.Leaf("logical_block_size", block.BlockSize);
        output.Leaf("num_blocks", block.Size / Math.Max(1, block.BlockSize));
    }

    private static void WriteHost(XmlOut output, SmbiosDefinition firmware, Guid machineId)
    {
        output.Leaf("product", firmware.System?.Product);
        using (output.Element("hardware"))
        {
            output.Leaf("vendor", firmware.System?.Manufacturer);
            output.Leaf("version", firmware.System?.Version);
            output.Leaf("serial", firmware.System?.Serial);
            output.Leaf("uuid", machineId.ToString("D"));
        }

        using (output.Element("firmware"))
        {
            output.Leaf("vendor", firmware.Bios?.Vendor);
            output.Leaf("version", firmware.Bios?.Version);
            output.Leaf("release_date", firmware.Bios?.Date);
        }
    }
}
