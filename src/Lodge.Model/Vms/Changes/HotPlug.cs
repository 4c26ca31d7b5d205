using Lodge.Model.Json;
using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Changes;

/// <summary>Which devices can come and go while the guest runs.</summary>
public static class HotPlug
{
    /// <summary>Why a device cannot be plugged in or out of a running VM; null when it can.</summary>
    public static string? WhyNot(DeviceDefinition device, VmDefinition running) => device switch
    {
        _ when running.Machine.Type == MachineType.Microvm => "A microvm takes no devices while it runs.",
        DiskDefinition disk => OfDisk(disk),
        ControllerDefinition { Type: ControllerType.Pci } => "PCI ports and bridges are fixed while the guest runs.",
        ControllerDefinition { Type: ControllerType.Usb or ControllerType.Scsi or ControllerType.VirtioSerial } => null,
        ControllerDefinition => "This controller is part of the board.",
        InputDefinition { Bus: InputBus.Ps2 } => "PS/2 devices cannot be plugged while the guest runs; use the bus usb or virtio.",
        SerialDefinition { Model: SerialModel.Pci or SerialModel.Usb } => null,
        SerialDefinition => "ISA serial ports cannot be plugged while the guest runs; use the model pci or usb.",
        WatchdogDefinition { Model: WatchdogModel.I6300esb } => null,
        WatchdogDefinition => "Only the watchdog i6300esb can be plugged while the guest runs.",
        MemoryDeviceDefinition when running.Memory.Maximum is null =>
            "The VM was started without room for more memory; set memory.maximum and start it again.",
        SoundDefinition { Model: SoundModel.Usb } => null,
        SoundDefinition => "Sound cards other than usb cannot be plugged while the guest runs.",
        PanicDefinition or TpmDefinition or BalloonDefinition or IommuDefinition or VideoDefinition or ParallelDefinition =>
            "Such a device cannot be plugged while the guest runs.",
        _ => null,
    };

    private static string? OfDisk(DiskDefinition disk) => disk.Bus switch
    {
        (DiskBus.Sata or DiskBus.Ide or DiskBus.Fdc) and var bus =>
            $"Disks on {Kebab.Of(bus)} cannot be plugged while the guest runs; use the bus virtio, scsi, usb or nvme.",
        _ => null,
    };
}
