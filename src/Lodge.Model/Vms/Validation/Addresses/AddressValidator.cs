using System.Globalization;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>Where devices sit, but for PCI: the right kind of address, its ranges, and one device at a place.</summary>
internal static class AddressValidator
{
    private const int Transports = 24;

    public static void Check(VmDefinition definition, Place root)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, device) in definition.EachDevice())
        {
            if (device.Address is not { } address)
            {
                continue;
            }

            var place = root.In($"{path}.address");
            var needed = AddressKinds.Of(device, definition.Machine.Type);
            if (AddressKinds.Of(address) != needed)
            {
                place.Add("type", Mismatch(needed));
                continue;
            }

            CheckRanges(definition, device, address, place);
            if (PlaceOf(definition, device, address) is { } what && !taken.TryAdd(what, path))
            {
                place.Add("", $"is {what}, where {taken[what]} is already");
            }
        }
    }

    private static string Mismatch(AddressKind needed) => needed == AddressKind.None
        ? "must be absent with its address: the board decides where this device sits"
        : $"must be {needed.Quoted()} for this device";

    private static void CheckRanges(VmDefinition definition, DeviceDefinition device, DeviceAddress address, Place place)
    {
        switch (address)
        {
            case DriveAddress drive when device is DiskDefinition disk:
                DriveAddressRules.Check(definition, disk, drive, place);
                break;
            case UsbAddress usb:
                CheckUsb(definition, usb, place);
                break;
            case VirtioSerialAddress serial:
                CheckVirtioSerial(definition, device, serial, place);
                break;
            case IsaAddress isa:
                place.Range("ioBase", isa.IoBase, 0, 0xffff);
                place.Range("irq", isa.Irq, 0, 15);
                break;
            case MmioAddress mmio:
                place.Range("transport", mmio.Transport, 0, Transports - 1);
                break;
            default:
                break;
        }
    }

    // One that is not listed is made up when the definition is completed.
    private static ControllerDefinition? Find(VmDefinition definition, ControllerType type, int index) =>
        definition.Controllers.OrEmpty().FirstOrDefault(controller => controller.Type == type && controller.Index == index);

    private static void CheckUsb(VmDefinition definition, UsbAddress usb, Place place)
    {
        var controller = Find(definition, ControllerType.Usb, usb.Bus);
        place.Range("bus", usb.Bus, 0, 255);
        var numbers = usb.Port.Split('.');
        var sound = numbers.Length <= 5 && numbers.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0);
        place.AddIf(!sound, "port", $"must be a port such as '1' or '2.4', and is '{usb.Port}'");
        place.AddIf(
            sound && controller?.Ports is { } ports && byte.Parse(numbers[0], CultureInfo.InvariantCulture) > ports,
            "port",
            $"is {usb.Port}, and the controller has {controller?.Ports} ports");
    }

    private static void CheckVirtioSerial(VmDefinition definition, DeviceDefinition device, VirtioSerialAddress serial, Place place)
    {
        var controller = Find(definition, ControllerType.VirtioSerial, serial.Controller);
        place.Range("controller", serial.Controller, 0, 255);
        place.Range("bus", serial.Bus, 0, 0);
        place.Range("port", serial.Port, 0, (controller?.Ports ?? 31) - 1);
        place.AddIf(serial.Port == 0 && device is not VirtioConsoleDefinition, "port", "must be 1 or more: port 0 is for a console");
    }

    // What can be there once only, in words; null when nothing is taken.
    private static string? PlaceOf(VmDefinition definition, DeviceDefinition device, DeviceAddress address) => address switch
    {
        DriveAddress drive when device is DiskDefinition disk => DriveAddressRules.Describe(definition, disk, drive),
        UsbAddress usb => $"port {usb.Port} of USB bus {usb.Bus}",
        VirtioSerialAddress serial => $"port {serial.Port} of virtio-serial controller {serial.Controller}",
        IsaAddress { IoBase: { } io } => string.Create(CultureInfo.InvariantCulture, $"I/O port 0x{io:x}"),
        MmioAddress mmio => $"transport {mmio.Transport}",
        _ => null,
    };
}
