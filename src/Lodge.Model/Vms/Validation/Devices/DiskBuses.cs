using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>How the guest sees a disk that does not say so.</summary>
internal static class DiskBuses
{
    /// <summary>The disk's bus, or its default.</summary>
    public static DiskBus Of(DiskDefinition disk, MachineType board) => disk.Bus ?? disk.Device switch
    {
        DiskDevice.Disk => DiskBus.Virtio,
        DiskDevice.Lun => DiskBus.Scsi,
        DiskDevice.Floppy => DiskBus.Fdc,
        _ => board == MachineType.Pc ? DiskBus.Ide : DiskBus.Sata,
    };
}
