using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>What a device is connected by when its definition leaves it open.</summary>
public static class DeviceBuses
{
    /// <summary>How a disk is connected on this board.</summary>
    public static DiskBus BusOn(this DiskDefinition disk, MachineType machine) => disk.Bus ?? disk.Device switch
    {
        DiskDevice.Cdrom => machine switch
        {
            MachineType.Pc => DiskBus.Ide,
            MachineType.Microvm => DiskBus.Scsi,
            _ => DiskBus.Sata,
        },
        DiskDevice.Floppy => DiskBus.Fdc,
        DiskDevice.Lun => DiskBus.Scsi,
        _ => DiskBus.Virtio,
    };

    /// <summary>How an input device is connected; an event device of the host always by virtio.</summary>
    public static InputBus UsualBus(this InputDefinition input) => input.Type switch
    {
        InputType.Passthrough => InputBus.Virtio,
        InputType.Tablet => input.Bus ?? InputBus.Usb,
        _ => input.Bus ?? InputBus.Ps2,
    };

    /// <summary>The hardware of a controller on this board.</summary>
    public static ControllerModel? ModelOn(this ControllerDefinition controller, MachineType machine) => controller.Model ?? controller.Type switch
    {
        ControllerType.Pci => machine == MachineType.Q35 ? ControllerModel.PcieRootPort : ControllerModel.PciBridge,
        ControllerType.Usb => ControllerModel.QemuXhci,
        ControllerType.Scsi => ControllerModel.VirtioScsi,
        ControllerType.Sata => ControllerModel.Ahci,
        _ => null,
    };

    /// <summary>Whether a controller is part of the board, so that nothing need be added for it.</summary>
    public static bool IsOnBoard(ControllerType type, int index, MachineType machine) => (type, machine) switch
    {
        (ControllerType.Sata, MachineType.Q35) => index == 0,
        (ControllerType.Ide or ControllerType.Fdc, MachineType.Pc) => index == 0,
        (ControllerType.Pci, _) => index == 0,
        _ => false,
    };
}
