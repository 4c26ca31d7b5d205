using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Devices of the host. Whether the host has them is seen at start.</summary>
internal static class HostDeviceValidator
{
    public static void Check(VmDefinition definition, Place root)
    {
        var taken = new HashSet<HostDeviceSource>();
        foreach (var (place, device) in root.Each("hostDevices", definition.HostDevices))
        {
            place.AddIf(!taken.Add(Comparable(device.Source)), "source", "is the same device as another entry's already");
            place.Only(device.Source is PciHostDevice, "a PCI device", ("managed", device.Managed), ("rom", device.Rom));
            place.Only(device.Source is MediatedHostDevice, "a mediated device", ("display", device.Display));
            place.Only(device.Source is UsbHostDevice, "a USB device", ("startupPolicy", device.StartupPolicy));
            place.Only(device.Source is not MediatedHostDevice, "PCI and USB devices", ("bootOrder", device.BootOrder));
            NicValidator.CheckRom(device.Rom, place.In("rom"));
            CheckSource(device.Source, place.In("source"));
        }
    }

    // PCI addresses may be written with letters of either case.
    private static HostDeviceSource Comparable(HostDeviceSource source) =>
        source is PciHostDevice pci ? pci with { Host = pci.Host.ToUpperInvariant() } : source;

    private static void CheckSource(HostDeviceSource source, Place place)
    {
        switch (source)
        {
            case PciHostDevice pci:
                place.AddIf(!Texts.IsPciFunction(pci.Host), "host", $"must be an address such as '0000:01:00.0', and is '{pci.Host}'");
                break;
            case UsbHostDevice usb:
                CheckUsb(usb, place);
                break;
            case MediatedHostDevice mediated:
                place.AddIf(mediated.Uuid == Guid.Empty, "uuid", "must not be all zeroes");
                break;
            default:
                throw new InvalidOperationException($"{source.GetType().Name} has no rules.");
        }
    }

    private static void CheckUsb(UsbHostDevice usb, Place place)
    {
        place.Range("vendor", usb.Vendor, 1, 65_535);
        place.Range("product", usb.Product, 0, 65_535);
        place.Range("bus", usb.Bus, 1, 255);
        place.Range("device", usb.Device, 1, 127);
        Together("vendor", usb.Vendor, "product", usb.Product);
        Together("bus", usb.Bus, "device", usb.Device);
        place.AddIf(
            (usb.Vendor ?? usb.Product ?? usb.Bus ?? usb.Device) is null,
            "",
            "must name the device by vendor and product, by bus and device, or by both");

        void Together(string one, int? oneValue, string other, int? otherValue)
        {
            place.AddIf(oneValue is null && otherValue is not null, one, $"is missing, while a {other} is given");
            place.AddIf(otherValue is null && oneValue is not null, other, $"is missing, while a {one} is given");
        }
    }
}
