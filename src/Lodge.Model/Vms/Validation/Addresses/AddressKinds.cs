using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

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
    public static AddressKind Of(DeviceDefinition device, MachineType board) => PlaceKinds.Of(device, board, isFirst: false) switch
    {
        PlaceKind.None => AddressKind.None,
        PlaceKind.Mmio => AddressKind.Mmio,
        PlaceKind.Scsi or PlaceKind.Sata or PlaceKind.Ide or PlaceKind.Floppy => AddressKind.Drive,
        PlaceKind.Usb => AddressKind.Usb,
        PlaceKind.VirtioSerial => AddressKind.VirtioSerial,
        PlaceKind.IsaSerial or PlaceKind.IsaParallel => AddressKind.Isa,
        PlaceKind.Dimm => AddressKind.Dimm,
        _ => AddressKind.Pci,
    };

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
}
