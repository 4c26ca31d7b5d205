using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms.Devices;

/// <summary>
/// A bus, port or adapter that other devices are plugged into. Those that devices need are added by themselves; q35
/// also gets spare root ports, so that devices can be plugged in later.
/// </summary>
public sealed record ControllerDefinition : DeviceDefinition
{
    /// <summary>What kind of devices it takes.</summary>
    public required ControllerType Type { get; init; }

    /// <summary>Number among those of its type, which addresses refer to, 0 to 255; PCI: 1 to 255, the bus that it makes. Absent: the next free one.</summary>
    public int? Index { get; init; }

    /// <summary>The hardware. Absent: the usual one of the type.</summary>
    public ControllerModel? Model { get; init; }

    /// <summary>How many ports it has; xHCI: 1 to 15, virtio-serial: 1 to 31. Absent: QEMU's (xHCI: 15).</summary>
    public int? Ports { get; init; }

    /// <summary>virtio-scsi: queues, 1 to 1,024. Absent: one a vCPU, at most 16.</summary>
    public int? Queues { get; init; }

    /// <summary>virtio-scsi: number of the I/O thread that serves it, 1 or more. Absent: none.</summary>
    public int? IoThread { get; init; }

    /// <summary>PCI root port: chassis number, 0 to 255, unique. Absent: the index.</summary>
    public int? Chassis { get; init; }

    /// <summary>PCI root port: port number in the chassis, 0 to 255. Absent: by its place.</summary>
    public int? Port { get; init; }

    /// <summary>PCI root port: whether devices may be plugged in and out. Absent: yes.</summary>
    public bool? Hotplug { get; init; }
}

/// <summary>Kinds of controllers.</summary>
[JsonConverter(typeof(KebabEnumConverter<ControllerType>))]
public enum ControllerType
{
    /// <summary>A PCI bridge or port.</summary>
    Pci = 0,

    /// <summary>USB.</summary>
    Usb = 1,

    /// <summary>SCSI.</summary>
    Scsi = 2,

    /// <summary>SATA.</summary>
    Sata = 3,

    /// <summary>IDE; part of the board <c>pc</c>.</summary>
    Ide = 4,

    /// <summary>Floppy.</summary>
    Fdc = 5,

    /// <summary>virtio-serial, for consoles and channels.</summary>
    VirtioSerial = 6,
}

/// <summary>Hardware of controllers.</summary>
[JsonConverter(typeof(KebabEnumConverter<ControllerModel>))]
public enum ControllerModel
{
    /// <summary>PCI Express root port: one device, plugged in and out at will.</summary>
    PcieRootPort = 0,

    /// <summary>From PCI Express to plain PCI.</summary>
    PcieToPciBridge = 1,

    /// <summary>From plain PCI to plain PCI.</summary>
    PciBridge = 2,

    /// <summary>PCI Express expander bus, for a NUMA node.</summary>
    PcieExpanderBus = 3,

    /// <summary>USB 3 (xHCI) without vendor quirks; the default.</summary>
    QemuXhci = 10,

    /// <summary>USB 3 (xHCI) of NEC, for guests that know it by name.</summary>
    NecXhci = 11,

    /// <summary>USB 2 (EHCI).</summary>
    Ehci = 12,

    /// <summary>USB 2 of the ICH9 board, with its companions for USB 1.</summary>
    Ich9Ehci = 13,

    /// <summary>USB 1 (UHCI) of the PIIX3.</summary>
    Piix3Uhci = 14,

    /// <summary>virtio-scsi; the default.</summary>
    VirtioScsi = 20,

    /// <summary>LSI 53C895A.</summary>
    Lsilogic = 21,

    /// <summary>LSI SAS1068.</summary>
    Lsisas1068 = 22,

    /// <summary>VMware's paravirtual SCSI.</summary>
    Vmpvscsi = 23,

    /// <summary>MegaRAID SAS.</summary>
    Megasas = 24,

    /// <summary>AHCI.</summary>
    Ahci = 30,
}

/// <summary>A USB hub, eight ports.</summary>
public sealed record HubDefinition : DeviceDefinition;
