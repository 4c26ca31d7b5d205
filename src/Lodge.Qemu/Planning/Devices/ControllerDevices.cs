using Lodge.Model.Errors;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Planning.Devices;

/// <summary>Controllers: buses, ports and adapters that other devices are plugged into.</summary>
internal static class ControllerDevices
{
    private const int UsbPorts = 15;
    private const int MostQueues = 16;
    private const int FirstExpanderBus = 128;

    /// <summary>The devices of a controller, in order; none when the board has it.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: it is not to be had on this board.</exception>
    public static IReadOnlyList<PlannedDevice> Plan(ControllerDefinition controller, PlanContext context)
    {
        if (DeviceBuses.IsOnBoard(controller.Type, controller.Index ?? 0, context.MachineType))
        {
            return [];
        }

        return controller.Type switch
        {
            ControllerType.Pci => [Pci(controller, context)],
            ControllerType.Usb => Usb(controller, context),
            ControllerType.Scsi => [Scsi(controller, context)],
            ControllerType.Sata => [Device(controller, context, "ich9-ahci", [])],
            ControllerType.Fdc => [Floppy(controller, context)],
            ControllerType.VirtioSerial =>
                [Device(controller, context, VirtioDriver.Of("virtio-serial", context.MachineType), [("max_ports", controller.Ports)])],
            _ => throw new LodgeException(
                ErrorCode.Unsupported, $"The board of VM '{context.Definition.Name}' takes no IDE controller.", "Use SATA, or the machine type 'pc'."),
        };
    }

    /// <summary>Bootable floppy drives, by the controller's properties, since drives have none for it.</summary>
    public static OptionMap FloppyBoot(PlanContext context) =>
    [
        .. context.Definition.Disks
            .Where(disk => disk.BusOn(context.MachineType) == DiskBus.Fdc && disk.Address is DriveAddress { Unit: 0 or 1 })
            .Select(disk => (((DriveAddress)disk.Address!).Unit == 0 ? "bootindexA" : "bootindexB", (OptionValue?)(long?)BootOrder.Of(context.Definition, disk))),
    ];

    private static PlannedDevice Pci(ControllerDefinition controller, PlanContext context) => controller.ModelOn(context.MachineType) switch
    {
        ControllerModel.PcieRootPort => Device(controller, context, "pcie-root-port", RootPort(controller, context)),
        ControllerModel.PcieToPciBridge => Device(controller, context, "pcie-pci-bridge", []),
        ControllerModel.PcieExpanderBus => Device(controller, context, "pxb-pcie", [("bus_nr", FirstExpanderBus + (controller.Index ?? 0))]),
        _ => Device(controller, context, "pci-bridge", [("chassis_nr", controller.Chassis ?? controller.Index)]),
    };

    // No legacy I/O space is set aside but for a bridge to plain PCI: firmware has only enough of it for some 15
    // ports, and modern devices need none.
    private static OptionMap RootPort(ControllerDefinition controller, PlanContext context) =>
    [
        ("chassis", controller.Chassis ?? controller.Index),
        ("port", controller.Port),
        ("io-reserve", HasBridgeBehind(controller, context) ? null : 0L),
        ("hotplug", controller.Hotplug == false ? false : null),
    ];

    private static bool HasBridgeBehind(ControllerDefinition port, PlanContext context) => context.Definition.Controllers.OrEmpty()
        .Any(other => other.Model == ControllerModel.PcieToPciBridge && other.Address is PciAddress pci && pci.Bus == port.Index);

    private static IReadOnlyList<PlannedDevice> Usb(ControllerDefinition controller, PlanContext context)
    {
        var ports = controller.Ports ?? UsbPorts;
        return controller.ModelOn(context.MachineType) switch
        {
            ControllerModel.NecXhci => [Device(controller, context, "nec-usb-xhci", [("p2", ports), ("p3", ports)])],
            ControllerModel.Ehci => [Device(controller, context, "usb-ehci", [])],
            ControllerModel.Ich9Ehci => Ich9(controller, context),
            ControllerModel.Piix3Uhci => [Device(controller, context, "piix3-usb-uhci", [])],
            _ => [Device(controller, context, "qemu-xhci", [("p2", ports), ("p3", ports)])],
        };
    }

    // One chip of four functions: USB 2, and three companions for the USB 1 devices at its six ports.
    private static List<PlannedDevice> Ich9(ControllerDefinition controller, PlanContext context)
    {
        var (id, at) = (controller.Alias!, (PciAddress)controller.Address!);
        var devices = new List<PlannedDevice>
        {
            new() { Id = id, Driver = "ich9-usb-ehci1", Properties = Place(7, true) },
        };
        for (var i = 0; i < 3; i++)
        {
            devices.Add(new PlannedDevice
            {
                Id = $"{id}-companion{PlanBuilder.Text(i + 1)}",
                Driver = $"ich9-usb-uhci{PlanBuilder.Text(i + 1)}",
                Properties =
                [
                    ("masterbus", $"{id}.0"),
                    ("firstport", 2 * i),
                    .. Place(i, i == 0 ? true : null),
                ],
            });
        }

        return devices;

        OptionMap Place(int function, bool? multifunction) => DevicePlace.Of(
            context.Definition, controller with { Address = at with { Function = function, Multifunction = multifunction } });
    }

    private static PlannedDevice Scsi(ControllerDefinition controller, PlanContext context) => controller.ModelOn(context.MachineType) switch
    {
        ControllerModel.Lsilogic => Device(controller, context, "lsi53c895a", []),
        ControllerModel.Lsisas1068 => Device(controller, context, "mptsas1068", []),
        ControllerModel.Vmpvscsi => Device(controller, context, "pvscsi", []),
        ControllerModel.Megasas => Device(controller, context, "megasas", []),
        _ => Device(
            controller,
            context,
            VirtioDriver.Of("virtio-scsi", context.MachineType),
            [
                ("num_queues", controller.Queues ?? (context.Definition.Cpu.Count > 1 ? Math.Min(context.Definition.Cpu.Count, MostQueues) : null)),
                ("iothread", controller.IoThread is { } thread ? IoThreadNames.Of(thread) : null),
            ]),
    };

    private static PlannedDevice Floppy(ControllerDefinition controller, PlanContext context) =>
        Device(controller, context, "isa-fdc", FloppyBoot(context));

    private static PlannedDevice Device(ControllerDefinition controller, PlanContext context, string driver, OptionMap properties) => new()
    {
        Id = controller.Alias!,
        Driver = driver,
        Properties = [.. properties, .. DevicePlace.Of(context.Definition, controller)],
    };
}
