using Lodge.Model.Vms.Compute;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Validation.Devices;

namespace Lodge.Model.Vms.Validation.Addresses;

/// <summary>Kinds of addresses.</summary>
internal enum AddressKind
{
    /// <summary>The device sits nowhere that could be chosen.</summary>
    None,

    /// <summary>On a PCI bus.</summary>
    Pci,

    /// <summary>On a controller of disks.</summary>
    Drive,

    /// <summary>On USB.</summary>
    Usb,

    /// <summary>On a virtio-serial controller.</summary>
    VirtioSerial,

    /// <summary>On the ISA bus.</summary>
    Isa,

    /// <summary>At a virtio-mmio transport.</summary>
    Mmio,

    /// <summary>In a slot for memory.</summary>
    Dimm,
}

/// <summary>Which kind of address which device has.</summary>
internal static class AddressKinds
{
    /// <summary>The kind that a device needs.</summary>
    public static AddressKind Of(DeviceDefinition device, MachineType board)
    {
        var virtio = board == MachineType.Microvm ? AddressKind.Mmio : AddressKind.Pci;
        return device switch
        {
            DiskDefinition disk => OfDisk(DiskBuses.Of(disk, board), virtio),
            NicDefinition { Model: NicModel.Virtio } => virtio,
            FileSystemDefinition or RngDefinition or VsockDefinition or BalloonDefinition => virtio,
            ControllerDefinition controller => OfController(controller, virtio),
            VirtioConsoleDefinition or ChannelDefinition => AddressKind.VirtioSerial,
            HubDefinition or RedirectedDeviceDefinition or HostDeviceDefinition { Source: UsbHostDevice } => AddressKind.Usb,
            SerialDefinition serial => OfSerial(serial),
            InputDefinition input => OfInput(input),
            SoundDefinition sound => OfSound(sound),
            ParallelDefinition or WatchdogDefinition { Model: WatchdogModel.Ib700 } or PanicDefinition { Model: PanicModel.Isa } => AddressKind.Isa,
            MemoryDeviceDefinition { Model: MemoryDeviceModel.Dimm or MemoryDeviceModel.Nvdimm } => AddressKind.Dimm,
            WatchdogDefinition { Model: WatchdogModel.Itco } or PanicDefinition { Model: PanicModel.Hyperv } => AddressKind.None,
            VideoDefinition { Model: VideoModel.None or VideoModel.Ramfb } or TpmDefinition or IommuDefinition { Model: IommuModel.Intel } => AddressKind.None,
            _ => AddressKind.Pci,
        };
    }

    /// <summary>The kind of an address that is given.</summary>
    public static AddressKind Of(DeviceAddress address) => address switch
    {
        PciAddress => AddressKind.Pci,
        DriveAddress => AddressKind.Drive,
        UsbAddress => AddressKind.Usb,
        VirtioSerialAddress => AddressKind.VirtioSerial,
        IsaAddress => AddressKind.Isa,
        MmioAddress => AddressKind.Mmio,
        DimmAddress => AddressKind.Dimm,
        _ => throw new InvalidOperationException($"{address.GetType().Name} is of no kind."),
    };

    private static AddressKind OfDisk(DiskBus bus, AddressKind virtio) => bus switch
    {
        DiskBus.Virtio => virtio,
        DiskBus.Nvme => AddressKind.Pci,
        DiskBus.Usb => AddressKind.Usb,
        _ => AddressKind.Drive,
    };

    private static AddressKind OfController(ControllerDefinition controller, AddressKind virtio) => controller switch
    {
        { Type: ControllerType.VirtioSerial } => virtio,
        { Type: ControllerType.Fdc } => AddressKind.None,
        _ => AddressKind.Pci,
    };

    private static AddressKind OfSerial(SerialDefinition serial) => serial.Model switch
    {
        SerialModel.Pci => AddressKind.Pci,
        SerialModel.Usb => AddressKind.Usb,
        _ => AddressKind.Isa,
    };

    private static AddressKind OfInput(InputDefinition input) => InputBuses.Of(input) switch
    {
        InputBus.Usb => AddressKind.Usb,
        InputBus.Virtio => AddressKind.Pci,
        _ => AddressKind.None,
    };

    private static AddressKind OfSound(SoundDefinition sound) => sound.Model switch
    {
        SoundModel.Usb => AddressKind.Usb,
        SoundModel.Sb16 => AddressKind.Isa,
        _ => AddressKind.Pci,
    };
}
