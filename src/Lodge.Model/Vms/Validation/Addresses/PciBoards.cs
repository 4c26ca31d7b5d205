using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>What boards have on their own PCI bus, and which slots there are behind bridges (QEMU's hw/i386/pc_q35.c, pc_piix.c).</summary>
internal static class PciBoards
{
    private const int Ich9Slot = 0x1f;
    private const int PiixSlot = 1;
    private const int PiixUsbFunction = 2;
    private const int Ich9UsbFunction = 7;

    /// <summary>Whether the board itself is at a place of bus 0, so that a device cannot be; its USB controller is there only when it is asked for.</summary>
    public static bool Reserves(MachineType board, DeviceDefinition device, PciAddress address) => (board, address.Slot) switch
    {
        (_, 0) => true,
        (MachineType.Q35, Ich9Slot) => true,
        (MachineType.Pc, PiixSlot) => !(device is ControllerDefinition { Model: ControllerModel.Piix3Uhci } && address.Function == PiixUsbFunction),
        _ => false,
    };

    /// <summary>Whether the board's own device is function 0 of a slot.</summary>
    public static bool HasFunctionZero(MachineType board, DeviceDefinition device, PciAddress address) =>
        address.Bus == 0
        && ((board == MachineType.Q35 && address.Slot == Ich9Slot)
            || (board == MachineType.Pc && address.Slot == PiixSlot)
            || device is ControllerDefinition { Model: ControllerModel.Ich9Ehci });

    /// <summary>The slots of a bus.</summary>
    /// <param name="controller">What makes it; null when that is made up, for the device, when the definition is completed.</param>
    /// <param name="device">The device that sits there.</param>
    /// <param name="board">The board.</param>
    public static (int First, int Last) SlotsOf(ControllerDefinition? controller, DeviceDefinition device, MachineType board)
    {
        var bridged = controller is null && PlaceKinds.Of(device, board, isFirst: false) == PlaceKind.Plain;
        var model = (controller ?? new() { Type = ControllerType.Pci }).ModelOn(board);
        return (bridged ? ControllerModel.PcieToPciBridge : model) switch
        {
            ControllerModel.PcieRootPort => (0, 0),
            ControllerModel.PcieExpanderBus => (0, 31),
            _ => (1, 31),
        };
    }

    /// <summary>The functions of its slot that a device takes: ICH9's USB 2 has its companions for USB 1 beside it.</summary>
    public static IEnumerable<int> FunctionsOf(DeviceDefinition device, PciAddress address) =>
        device is ControllerDefinition { Model: ControllerModel.Ich9Ehci } && address.Function == Ich9UsbFunction
            ? [0, 1, 2, Ich9UsbFunction]
            : [address.Function];
}
