using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>Says where a disk is plugged in.</summary>
internal static class DrivePlace
{
    /// <summary>The properties for a disk's address.</summary>
    public static OptionMap Of(DiskDefinition disk, PlanContext context)
    {
        var vm = context.Definition;
        return (disk.BusOn(context.MachineType), disk.Address) switch
        {
            (DiskBus.Scsi, DriveAddress at) =>
            [
                ("bus", $"{ControllerIds.Of(vm, ControllerType.Scsi, at.Controller)}.0"),
                ("channel", at.Bus),
                ("scsi-id", at.Target),
                ("lun", at.Unit),
            ],
            (DiskBus.Sata, DriveAddress at) => [("bus", $"{Sata(context, at)}.{PlanBuilder.Text(at.Unit)}")],
            (DiskBus.Ide, DriveAddress at) => [("bus", $"ide.{PlanBuilder.Text(at.Bus)}"), ("unit", at.Unit)],
            (DiskBus.Fdc, DriveAddress at) => [("bus", Floppy(context, at)), ("unit", at.Unit)],
            _ => DevicePlace.Of(vm, disk),
        };
    }

    // The board's own controllers have buses with names of their own.
    private static string Sata(PlanContext context, DriveAddress at) =>
        DeviceBuses.IsOnBoard(ControllerType.Sata, at.Controller, context.MachineType)
            ? "ide"
            : ControllerIds.Of(context.Definition, ControllerType.Sata, at.Controller);

    private static string Floppy(PlanContext context, DriveAddress at) => context.MachineType == MachineType.Pc
        ? "floppy-bus.0"
        : $"{ControllerIds.Of(context.Definition, ControllerType.Fdc, at.Controller)}.0";
}
