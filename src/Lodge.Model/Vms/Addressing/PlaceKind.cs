using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Addressing;

/// <summary>What kind of place a device needs.</summary>
internal enum PlaceKind
{
    /// <summary>None: it is part of the board, or at a place of its own.</summary>
    None,

    /// <summary>A PCI Express slot: behind a root port.</summary>
    Express,

    /// <summary>A plain PCI slot.</summary>
    Plain,

    /// <summary>The board's own PCI bus.</summary>
    Board,

    /// <summary>The place of the first graphics card.</summary>
    Display,

    /// <summary>A function of the board's own bus, for a root port.</summary>
    RootPort,

    /// <summary>A virtio-mmio transport.</summary>
    Mmio,

    /// <summary>A SCSI target.</summary>
    Scsi,

    /// <summary>A SATA port.</summary>
    Sata,

    /// <summary>An IDE channel's first or second drive.</summary>
    Ide,

    /// <summary>A floppy drive.</summary>
    Floppy,

    /// <summary>A USB port.</summary>
    Usb,

    /// <summary>A virtio-serial port.</summary>
    VirtioSerial,

    /// <summary>A serial port of the ISA bus.</summary>
    IsaSerial,

    /// <summary>A parallel port of the ISA bus.</summary>
    IsaParallel,

    /// <summary>A memory slot.</summary>
    Dimm,
}

/// <summary>Tells what kind of place each device needs.</summary>
internal static class PlaceKinds
{
    /// <summary>Whether the place is a PCI function.</summary>
    public static bool IsPci(this PlaceKind kind) =>
        kind is PlaceKind.Express or PlaceKind.Plain or PlaceKind.Board or PlaceKind.Display or PlaceKind.RootPort;

    /// <summary>The kind of place for a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="machine">The board.</param>
    /// <param name="isFirst">Whether it is the first of its type in the VM.</param>
    public static PlaceKind Of(DeviceDefinition device, MachineType machine, bool isFirst) => device switch
    {
        ControllerDefinition controller => OfController(controller, machine),
        DiskDefinition disk => OfDisk(disk, machine),
        NicDefinition nic => nic.Model switch
        {
            NicModel.Virtio => Virtio(machine, nic.Virtio),
            NicModel.E1000e => PlaceKind.Express,
            _ => PlaceKind.Plain,
        },
        SerialDefinition serial => OfSerial(serial, machine),
        ParallelDefinition => PlaceKind.IsaParallel,
        VirtioConsoleDefinition or ChannelDefinition => PlaceKind.VirtioSerial,
        FileSystemDefinition or RngDefinition or BalloonDefinition or VsockDefinition => Virtio(machine),
        HubDefinition or RedirectedDeviceDefinition => PlaceKind.Usb,
        InputDefinition input => input.UsualBus() switch
        {
            InputBus.Usb => PlaceKind.Usb,
            InputBus.Virtio => Virtio(machine),
            _ => PlaceKind.None,
        },
        VideoDefinition video => OfVideo(video, isFirst),
        SoundDefinition sound => sound.Model switch
        {
            SoundModel.Usb => PlaceKind.Usb,
            SoundModel.Ich9 => PlaceKind.Board,
            SoundModel.Sb16 => PlaceKind.None,
            _ => PlaceKind.Plain,
        },
        HostDeviceDefinition { Source: UsbHostDevice } => PlaceKind.Usb,
        HostDeviceDefinition => PlaceKind.Express,
        WatchdogDefinition { Model: WatchdogModel.I6300esb } or SharedMemoryDefinition => PlaceKind.Plain,
        PanicDefinition { Model: PanicModel.Pci } or IommuDefinition { Model: IommuModel.Virtio } => PlaceKind.Board,
        Compute.MemoryDeviceDefinition memory => memory.Model is Compute.MemoryDeviceModel.Dimm or Compute.MemoryDeviceModel.Nvdimm
            ? PlaceKind.Dimm
            : Virtio(machine),
        _ => PlaceKind.None,
    };

    // A device of virtio before 1.0 has I/O ports, for which there is no room behind root ports.
    private static PlaceKind Virtio(MachineType machine, VirtioGeneration? generation = null) =>
        machine == MachineType.Microvm ? PlaceKind.Mmio
        : generation == VirtioGeneration.Transitional ? PlaceKind.Plain
        : PlaceKind.Express;

    private static PlaceKind OfController(ControllerDefinition controller, MachineType machine) =>
        DeviceBuses.IsOnBoard(controller.Type, controller.Index ?? 0, machine) ? PlaceKind.None
        : controller.Type == ControllerType.VirtioSerial ? Virtio(machine)
        : controller.ModelOn(machine) switch
        {
            ControllerModel.PcieRootPort => PlaceKind.RootPort,
            ControllerModel.PcieExpanderBus or ControllerModel.Ich9Ehci => PlaceKind.Board,
            ControllerModel.VirtioScsi => Virtio(machine),
            ControllerModel.PcieToPciBridge or ControllerModel.QemuXhci or ControllerModel.NecXhci => PlaceKind.Express,
            null => PlaceKind.None,
            _ => PlaceKind.Plain,
        };

    private static PlaceKind OfDisk(DiskDefinition disk, MachineType machine) => disk.BusOn(machine) switch
    {
        DiskBus.Virtio => Virtio(machine, disk.Virtio),
        DiskBus.Nvme => PlaceKind.Express,
        DiskBus.Scsi => PlaceKind.Scsi,
        DiskBus.Sata => PlaceKind.Sata,
        DiskBus.Ide => PlaceKind.Ide,
        DiskBus.Usb => PlaceKind.Usb,
        _ => PlaceKind.Floppy,
    };

    private static PlaceKind OfSerial(SerialDefinition serial, MachineType machine) => serial.Model switch
    {
        SerialModel.Pci => PlaceKind.Plain,
        SerialModel.Usb => PlaceKind.Usb,
        _ => machine == MachineType.Microvm ? PlaceKind.None : PlaceKind.IsaSerial,
    };

    private static PlaceKind OfVideo(VideoDefinition video, bool isFirst) => video.Model switch
    {
        VideoModel.None or VideoModel.Ramfb => PlaceKind.None,
        _ when isFirst => PlaceKind.Display,
        VideoModel.Virtio => PlaceKind.Express,
        _ => PlaceKind.Board,
    };
}
