using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Addressing;

/// <summary>Which controllers connect drives.</summary>
internal static class DriveControllers
{
    /// <summary>The type of the controllers of a bus; null where disks are devices on their own.</summary>
    public static ControllerType? TypeFor(DiskBus bus) => bus switch
    {
        DiskBus.Scsi => ControllerType.Scsi,
        DiskBus.Sata => ControllerType.Sata,
        DiskBus.Ide => ControllerType.Ide,
        DiskBus.Fdc => ControllerType.Fdc,
        _ => null,
    };
}
