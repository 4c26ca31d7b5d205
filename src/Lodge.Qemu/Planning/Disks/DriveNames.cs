using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>
/// The device within QEMU that holds a disk's medium, for commands of the monitor that want just that one. A disk on
/// virtio or USB is made of two devices, and the alias is the outer one's (hw/virtio/virtio-pci.c and
/// hw/usb/dev-storage-classic.c in QEMU's tree name the inner one).
/// </summary>
internal static class DriveNames
{
    /// <summary>Its alias, or its path in QEMU's tree of objects.</summary>
    public static string Of(DiskDefinition disk, MachineType machine) => (disk.BusOn(machine), machine) switch
    {
        (DiskBus.Virtio, MachineType.Microvm) => disk.Alias!,
        (DiskBus.Virtio, _) => $"/machine/peripheral/{disk.Alias}/virtio-backend",
        (DiskBus.Usb, _) => $"/machine/peripheral/{disk.Alias}/{disk.Alias}.0/legacy[0]",
        _ => disk.Alias!,
    };
}
