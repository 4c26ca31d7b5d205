using System.Text.Json.Serialization;

namespace Lodge.Model.Vms.Devices;

/// <summary>Where a device sits. The kinds and their members are those of libvirt's <c>&lt;address&gt;</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PciAddress), "pci")]
[JsonDerivedType(typeof(DriveAddress), "drive")]
[JsonDerivedType(typeof(UsbAddress), "usb")]
[JsonDerivedType(typeof(VirtioSerialAddress), "virtio-serial")]
[JsonDerivedType(typeof(IsaAddress), "isa")]
[JsonDerivedType(typeof(MmioAddress), "mmio")]
[JsonDerivedType(typeof(DimmAddress), "dimm")]
public abstract record DeviceAddress;

/// <summary>A PCI function.</summary>
/// <param name="Bus">Index of the PCI controller that the device is plugged into, 0 to 255; 0 is the board's own bus.</param>
/// <param name="Slot">0 to 31.</param>
/// <param name="Function">0 to 7.</param>
/// <param name="Multifunction">Whether other functions share the slot; said by function 0. Absent: no.</param>
/// <param name="Domain">PCI segment, 0 to 65,535; QEMU has 0 only.</param>
public sealed record PciAddress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Bus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Slot,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Function = 0,
    bool? Multifunction = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Domain = 0) : DeviceAddress
{
    /// <summary>The usual notation, <c>0000:01:00.0</c>.</summary>
    public override string ToString() => $"{Domain:x4}:{Bus:x2}:{Slot:x2}.{Function:x}";
}

/// <summary>A drive on a controller of disks.</summary>
/// <param name="Controller">Index of the SCSI, SATA, IDE or floppy controller, 0 to 255.</param>
/// <param name="Bus">Channel of the controller: 0, and 1 too for IDE.</param>
/// <param name="Target">SCSI target, 0 to 255; else 0.</param>
/// <param name="Unit">Port of the controller, or SCSI logical unit, 0 to 16,383.</param>
public sealed record DriveAddress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Controller = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Bus = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Target = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Unit = 0) : DeviceAddress;

/// <summary>A port of a USB controller or hub.</summary>
/// <param name="Bus">Index of the USB controller, 0 to 255.</param>
/// <param name="Port">Port, with those of hubs in between: <c>1</c>, <c>2.4</c>.</param>
public sealed record UsbAddress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Bus,
    string Port) : DeviceAddress;

/// <summary>A port of a virtio-serial controller.</summary>
/// <param name="Controller">Index of the controller, 0 to 255.</param>
/// <param name="Port">0 to 30; 0 is for a console.</param>
/// <param name="Bus">Always 0.</param>
public sealed record VirtioSerialAddress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Controller,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Port,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Bus = 0) : DeviceAddress;

/// <summary>A place on the ISA bus.</summary>
/// <param name="IoBase">First I/O port, 0 to 65,535. Absent: the device's usual one.</param>
/// <param name="Irq">Interrupt, 0 to 15. Absent: the device's usual one.</param>
public sealed record IsaAddress(int? IoBase = null, int? Irq = null) : DeviceAddress;

/// <summary>A virtio-mmio transport of a microvm.</summary>
/// <param name="Transport">0 to 23.</param>
public sealed record MmioAddress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Transport) : DeviceAddress;

/// <summary>A slot for memory.</summary>
/// <param name="Slot">0 or more, below the VM's number of slots.</param>
/// <param name="Base">Guest-physical address, bytes, a multiple of 2 MiB. Absent: QEMU chooses one.</param>
public sealed record DimmAddress(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Slot,
    long? Base = null) : DeviceAddress;
