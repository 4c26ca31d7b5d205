using Lodge.Model.Errors;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>
/// Finds free PCI functions, and adds the ports and bridges that they take.
/// </summary>
/// <remarks>
/// q35: slot 1 is the display's, 27 the sound card's, 29 the USB 2 controller's, 31 the board's. Root ports are
/// functions of the slots from 2, eight to a slot; a device sits behind one of its own, where it can be unplugged.
/// Devices of plain PCI share a bridge behind one. pc: slot 1 is the board's, 2 the display's, the others are free.
/// Where libvirt would put a device, Lodge does.
/// </remarks>
internal sealed class PciPlacer(VmDefinition definition, AddressBook book, ControllerSet controllers)
{
    /// <summary>Root ports on q35 that stay free for devices plugged in later.</summary>
    public const int SparePorts = 8;

    private const int LastSlot = 31;
    private const int LastPortSlot = 25;
    private const int SoundSlot = 27;
    private const int UsbSlot = 29;
    private const int LastTransport = 23;

    private bool IsExpress => controllers.Machine == MachineType.Q35;

    /// <summary>A free place of a kind, taken by this.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Unsupported"/>: there is none.</exception>
    public DeviceAddress Find(PlaceKind kind, DeviceDefinition device)
    {
        if (kind == PlaceKind.Mmio)
        {
            return Transport(device);
        }

        if (controllers.Machine == MachineType.Microvm)
        {
            throw NoRoom("has a PCI device, and the board 'microvm' has no PCI");
        }

        var address = (kind, IsExpress) switch
        {
            (PlaceKind.Display, _) when book.IsFree(0, IsExpress ? 1 : 2) => new PciAddress(0, IsExpress ? 1 : 2),
            (PlaceKind.RootPort, _) => PortFunction(),
            (PlaceKind.Express, true) => new PciAddress(FreePort(), 0),
            (PlaceKind.Plain, true) => Bridged(),
            (_, true) => OnBoard(device),
            _ => PlainSlot(device),
        };
        book.Take(kind, address);
        return address;
    }

    /// <summary>Adds root ports until enough are free.</summary>
    public void AddSpares()
    {
        var free = IsExpress ? RootPorts().Count(port => book.IsFree(port)) : SparePorts;
        for (; free < SparePorts; free++)
        {
            controllers.Add(new ControllerDefinition { Type = ControllerType.Pci });
        }
    }

    private IEnumerable<int> RootPorts() => controllers.Of(ControllerType.Pci)
        .Where(port => port.ModelOn(controllers.Machine) == ControllerModel.PcieRootPort && port.Hotplug != false)
        .Select(port => port.Index!.Value);

    private int FreePort() =>
        RootPorts().Where(port => book.IsFree(port)).Select(port => (int?)port).FirstOrDefault()
        ?? controllers.Add(new ControllerDefinition { Type = ControllerType.Pci }).Index!.Value;

    private PciAddress PortFunction()
    {
        for (var slot = 2; slot <= LastPortSlot; slot++)
        {
            if (book.IsFree(0, slot))
            {
                return new PciAddress(0, slot, 0, Multifunction: true);
            }

            if (book.FreeFunction(0, slot) is { } function)
            {
                return new PciAddress(0, slot, function);
            }
        }

        throw NoRoom("has more PCI devices than the board has places for root ports");
    }

    private PciAddress OnBoard(DeviceDefinition device)
    {
        int? preferred = device switch
        {
            SoundDefinition => SoundSlot,
            ControllerDefinition { Type: ControllerType.Usb } => UsbSlot,
            _ => null,
        };
        if (preferred is { } usual && book.IsFree(0, usual))
        {
            return new PciAddress(0, usual);
        }

        var slot = Enumerable.Range(2, LastPortSlot - 1).Select(slot => (int?)slot).FirstOrDefault(slot => book.IsFree(0, slot!.Value))
            ?? throw NoRoom("has more devices on the board's own PCI bus than there are slots");
        return new PciAddress(0, slot);
    }

    private PciAddress Bridged() => InBridge()
        ?? new PciAddress(controllers.Add(new ControllerDefinition { Type = ControllerType.Pci, Model = ControllerModel.PcieToPciBridge }).Index!.Value, 1);

    // The last slot but for one goes to a bridge, so that there always is a next one.
    private PciAddress PlainSlot(DeviceDefinition device)
    {
        var free = Enumerable.Range(3, LastSlot - 2).Where(slot => book.IsFree(0, slot)).ToList();
        var isBridge = device is ControllerDefinition { Type: ControllerType.Pci };
        if (free.Count > 1 || (isBridge && free.Count == 1))
        {
            return new PciAddress(0, free[0]);
        }

        return InBridge() ?? (free.Count == 0
            ? throw NoRoom("has more PCI devices than the board has slots")
            : new PciAddress(controllers.Add(new ControllerDefinition { Type = ControllerType.Pci }).Index!.Value, 1));
    }

    private PciAddress? InBridge()
    {
        foreach (var bridge in controllers.Of(ControllerType.Pci).Where(bridge =>
            bridge.ModelOn(controllers.Machine) is ControllerModel.PcieToPciBridge or ControllerModel.PciBridge))
        {
            for (var slot = 1; slot <= LastSlot; slot++)
            {
                if (book.IsFree(bridge.Index!.Value, slot))
                {
                    return new PciAddress(bridge.Index!.Value, slot);
                }
            }
        }

        return null;
    }

    // Disks from the first upwards, all else from the last downwards, so that a guest finds its disks in order.
    private MmioAddress Transport(DeviceDefinition device)
    {
        var transports = Enumerable.Range(0, LastTransport + 1);
        return (device is DiskDefinition ? transports : transports.Reverse())
            .Select(number => new MmioAddress(number))
            .FirstOrDefault(address => book.TryTake(PlaceKind.Mmio, address))
            ?? throw NoRoom("has more than the 24 virtio devices that a microvm takes");
    }

    private LodgeException NoRoom(string why) => new(
        ErrorCode.Unsupported, $"VM '{definition.Name}' {why}.", "Take some devices away, connect disks by SCSI, or use the machine type 'q35'.");
}
