using System.Globalization;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>The options that put a device in its place. A device without an address goes where QEMU puts it.</summary>
internal static class DevicePlace
{
    /// <summary>The options of a device's address.</summary>
    public static OptionMap Of(VmDefinition definition, DeviceDefinition device) => device.Address switch
    {
        PciAddress { Bus: var bus } pci =>
        [
            ("bus", PciBus(definition, bus)),
            ("addr", Text(pci)),
            ("multifunction", pci.Multifunction == true ? "on" : null),
        ],
        UsbAddress usb => [("bus", $"{ControllerAlias(definition, ControllerType.Usb, usb.Bus, "usb")}.0"), ("port", usb.Port)],
        VirtioSerialAddress port =>
        [
            ("bus", $"{ControllerAlias(definition, ControllerType.VirtioSerial, port.Controller, "virtioserial")}.0"),
            ("nr", port.Port),
        ],
        MmioAddress mmio => [("bus", string.Create(CultureInfo.InvariantCulture, $"virtio-mmio-bus.{mmio.Transport}"))],
        _ => [],
    };

    /// <summary>A virtio device's driver: by PCI, or on a board without it by virtio-mmio.</summary>
    public static string VirtioDriver(VmDefinition definition, string family) =>
        definition.Machine.Type == MachineType.Microvm ? $"{family}-device" : $"{family}-pci";

    private static string PciBus(VmDefinition definition, int bus) => bus == 0
        ? definition.Machine.Type == MachineType.Q35 ? "pcie.0" : "pci.0"
        : ControllerAlias(definition, ControllerType.Pci, bus, "pci.");

    private static string ControllerAlias(VmDefinition definition, ControllerType type, int index, string prefix) =>
        definition.Controllers.OrEmpty().FirstOrDefault(controller => controller.Type == type && controller.Index == index)?.Alias
        ?? string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}");

    private static string Text(PciAddress pci) => pci.Function == 0 && pci.Multifunction != true
        ? string.Create(CultureInfo.InvariantCulture, $"0x{pci.Slot:x}")
        : string.Create(CultureInfo.InvariantCulture, $"0x{pci.Slot:x}.0x{pci.Function:x}");
}
