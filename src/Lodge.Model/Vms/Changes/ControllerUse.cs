using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Changes;

/// <summary>Which devices are connected by a controller: they would go with it.</summary>
public static class ControllerUse
{
    /// <summary>Paths and devices, in the order of the definition; none for a device that is no controller.</summary>
    /// <param name="device">The controller, complete.</param>
    /// <param name="definition">The VM that has it, complete: devices have addresses.</param>
    public static IReadOnlyList<(string Path, DeviceDefinition Device)> Of(DeviceDefinition device, VmDefinition definition) =>
        device is ControllerDefinition { Index: { } index } controller
            ? [.. definition.EachDevice().Where(entry => entry.Device != device && Connects(controller.Type, index, entry.Device, definition))]
            : [];

    private static bool Connects(ControllerType type, int index, DeviceDefinition device, VmDefinition definition) => (type, device.Address) switch
    {
        (ControllerType.Pci, PciAddress place) => place.Bus == index,
        (ControllerType.Usb, UsbAddress place) => place.Bus == index,
        (ControllerType.VirtioSerial, VirtioSerialAddress place) => place.Controller == index,
        (_, DriveAddress place) => place.Controller == index && device is DiskDefinition disk && type == DriveControllers.TypeFor(disk.BusOn(definition.Machine.Type)),
        _ => false,
    };
}
