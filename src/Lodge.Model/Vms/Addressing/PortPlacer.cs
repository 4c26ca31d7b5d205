using System.Globalization;
using Lodge.Model.Errors;
using Lodge.Model.Json;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>Finds free ports of controllers: drives, USB, virtio-serial, ISA, memory slots. A full controller gets a sister.</summary>
internal sealed class PortPlacer(VmDefinition definition, AddressBook book, ControllerSet controllers)
{
    private const int BoardSataPorts = 6;
    private const int UsbPorts = 15;
    private const int VirtioSerialPorts = 31;
    private const int MemorySlots = 16;
    private static readonly IsaAddress[] Serials = [new(0x3f8, 4), new(0x2f8, 3), new(0x3e8, 4), new(0x2e8, 3)];
    private static readonly IsaAddress[] Parallels = [new(0x378, 7), new(0x278, 7), new(0x3bc, 7)];

    /// <summary>A free place of a kind, taken by this; null when the device has its usual one or there is none left.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: the board has nothing of the kind, or it is full.</exception>
    public DeviceAddress? Find(PlaceKind kind, DeviceDefinition device) => kind switch
    {
        PlaceKind.Scsi => OnController(ControllerType.Scsi, kind, Targets),
        PlaceKind.Sata => OnController(ControllerType.Sata, kind, controller => Units(controller.Index!.Value, BoardSataPorts)),
        PlaceKind.Floppy => OnController(ControllerType.Fdc, kind, controller => Units(controller.Index!.Value, 2)),
        PlaceKind.Usb => OnController(ControllerType.Usb, kind, Ports),
        PlaceKind.VirtioSerial => OnController(
            ControllerType.VirtioSerial, kind, controller => SerialPorts(controller, device is VirtioConsoleDefinition ? 0 : 1)),
        PlaceKind.Ide => Ide(),
        PlaceKind.IsaSerial => First(kind, Serials),
        PlaceKind.IsaParallel => First(kind, Parallels),
        PlaceKind.Dimm => First(kind, Enumerable.Range(0, definition.Memory.Slots ?? MemorySlots).Select(slot => new DimmAddress(slot))),
        _ => null,
    };

    private DeviceAddress OnController(ControllerType type, PlaceKind kind, Func<ControllerDefinition, IEnumerable<DeviceAddress>> places)
    {
        ThrowUnlessThere(type);
        ControllerDefinition[] onBoard = DeviceBuses.IsOnBoard(type, 0, controllers.Machine)
            ? [new ControllerDefinition { Type = type, Index = 0 }]
            : [];
        var place = onBoard.Concat(controllers.Of(type).Where(controller => onBoard.Length == 0 || controller.Index != 0))
            .Select(controller => First(kind, places(controller)))
            .FirstOrDefault(found => found is not null);
        if (place is not null)
        {
            return place;
        }

        // The board's own is number 0.
        var fresh = new ControllerDefinition { Type = type };
        if (onBoard.Length > 0)
        {
            fresh = fresh with { Index = Math.Max(1, controllers.Of(type).Select(controller => controller.Index!.Value + 1).DefaultIfEmpty(1).Max()) };
        }

        return First(kind, places(controllers.Add(fresh)))!;
    }

    private DeviceAddress Ide()
    {
        if (controllers.Machine != MachineType.Pc)
        {
            throw NotThere("IDE");
        }

        return First(PlaceKind.Ide, Enumerable.Range(0, 4).Select(i => new DriveAddress(Bus: i / 2, Unit: i % 2)))
            ?? throw new LodgeException(
                ErrorCode.Unsupported, $"VM '{definition.Name}' has more than the four IDE drives that the board has places for.", "Connect some by virtio, SCSI or SATA.");
    }

    private DeviceAddress? First(PlaceKind kind, IEnumerable<DeviceAddress> places) => places.FirstOrDefault(place => book.TryTake(kind, place));

    private IEnumerable<DeviceAddress> Targets(ControllerDefinition controller)
    {
        // Target 7 of an LSI controller is the controller itself.
        var count = controller.ModelOn(controllers.Machine) switch
        {
            ControllerModel.Lsilogic => 7,
            ControllerModel.Lsisas1068 => 8,
            ControllerModel.Vmpvscsi => 16,
            ControllerModel.Megasas => 64,
            _ => 256,
        };
        return Enumerable.Range(0, count).Select(target => new DriveAddress(controller.Index!.Value, Target: target));
    }

    private static IEnumerable<DeviceAddress> Units(int controller, int count) =>
        Enumerable.Range(0, count).Select(unit => new DriveAddress(controller, Unit: unit));

    private IEnumerable<DeviceAddress> Ports(ControllerDefinition controller)
    {
        var count = controller.ModelOn(controllers.Machine) switch
        {
            ControllerModel.Ehci or ControllerModel.Ich9Ehci => 6,
            ControllerModel.Piix3Uhci => 2,
            _ => controller.Ports ?? UsbPorts,
        };
        return Enumerable.Range(1, count).Select(port => new UsbAddress(controller.Index!.Value, port.ToString(CultureInfo.InvariantCulture)));
    }

    private static IEnumerable<DeviceAddress> SerialPorts(ControllerDefinition controller, int first)
    {
        var ports = controller.Ports ?? VirtioSerialPorts;
        return Enumerable.Range(first, Math.Max(0, ports - first)).Select(port => new VirtioSerialAddress(controller.Index!.Value, port));
    }

    private void ThrowUnlessThere(ControllerType type)
    {
        if (controllers.Machine == MachineType.Microvm && type is not (ControllerType.Scsi or ControllerType.VirtioSerial))
        {
            throw NotThere(type switch { ControllerType.Usb => "USB", ControllerType.Sata => "SATA", _ => "floppy" });
        }
    }

    private LodgeException NotThere(string what) => new(
        ErrorCode.Unsupported,
        $"VM '{definition.Name}' has a device that needs {what}, which the board '{Kebab.Of(controllers.Machine)}' does not have.",
        "Connect the device in another way, or choose another machine type.");
}
