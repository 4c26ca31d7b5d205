using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Xml;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Devices;

/// <summary><c>&lt;hostdev&gt;</c>: devices of the host that the guest gets for itself.</summary>
internal static class HostDeviceXml
{
    public static HostDeviceDefinition Read(Element element)
    {
        element.Accept("mode", "subsystem");
        var source = element.NeedChild("source");
        var type = element.Need("type");
        if (type == "pci")
        {
            element.Child("driver")?.Accept("name", "vfio");
        }

        return DeviceInfo.ReadBootable(element, new HostDeviceDefinition
        {
            Source = type switch
            {
                "pci" => new PciHostDevice { Host = AddressXml.Pci(source.NeedChild("address")).ToString() },
                "usb" => Usb(source),
                "mdev" => Mediated(element, source),
                "scsi" or "scsi_host" or "storage" or "misc" or "net" => throw element.Unsupported($"a <hostdev> of the type '{type}'"),
                _ => throw element.Invalid($"'{type}' for the attribute 'type' of <hostdev>"),
            },

            // libvirt leaves a device with its driver unless told otherwise.
            Managed = type == "pci" ? element.YesNo("managed") ?? false : Ignored(element),
            Rom = DeviceInfo.ReadRom(element),
            Display = element.OnOff("display"),
            StartupPolicy = type == "usb" ? source.Word("startupPolicy", DiskWords.StartupPolicies) : null,
        });
    }

    public static void Write(XmlOut output, WriteContext context, HostDeviceDefinition device)
    {
        using var element = output.Element("hostdev");
        output.Attr("mode", "subsystem");
        switch (device.Source)
        {
            case PciHostDevice pci:
                output.Attr("type", "pci").YesNo("managed", device.Managed ?? true);
                using (output.Element("driver"))
                {
                    output.Attr("name", "vfio");
                }

                using (output.Element("source"))
                using (output.Element("address"))
                {
                    AddressXml.Pci(output, AddressXml.ParseHost(pci.Host));
                }

                break;
            case UsbHostDevice usb:
                output.Attr("type", "usb").Attr("managed", "no");
                WriteUsb(output, usb, DiskWords.StartupPolicies.Of(device.StartupPolicy));
                break;
            case MediatedHostDevice mediated:
                output.Attr("type", "mdev").Attr("managed", "no").Attr("model", "vfio-pci").OnOff("display", device.Display);
                using (output.Element("source"))
                using (output.Element("address"))
                {
                    output.Attr("uuid", mediated.Uuid.ToString("D"));
                }

                break;
        }

        DeviceInfo.Write(output, context, device, device.Rom);
    }

    private static bool? Ignored(Element element)
    {
        element.YesNo("managed");
        return null;
    }

    private static UsbHostDevice Usb(Element source)
    {
        var (vendor, product, address) = (source.Child("vendor"), source.Child("product"), source.Child("address"));
        return (vendor is null && address is null) || vendor is null != product is null
            ? throw source.Invalid("a USB <source> needs <vendor> and <product>, or <address>") : new UsbHostDevice
        {
            Vendor = vendor?.NeedInt("id"),
            Product = product?.NeedInt("id"),
            Bus = address?.NeedInt("bus"),
            Device = address?.NeedInt("device"),
        };
    }

    private static MediatedHostDevice Mediated(Element element, Element source)
    {
        element.Accept("model", "vfio-pci");
        var address = source.NeedChild("address");
        return new MediatedHostDevice { Uuid = address.Uuid(address.Need("uuid")) };
    }

    private static void WriteUsb(XmlOut output, UsbHostDevice usb, string? policy)
    {
        using var source = output.Element("source");
        output.Attr("startupPolicy", policy);
        using (output.ElementIfAny("vendor"))
        {
            output.Hex("id", usb.Vendor, 4);
        }

        using (output.ElementIfAny("product"))
        {
            output.Hex("id", usb.Vendor is null ? null : usb.Product ?? 0, 4);
        }

        using var address = output.ElementIfAny("address");
        output.Attr("bus", usb.Bus).Attr("device", usb.Device);
    }
}
