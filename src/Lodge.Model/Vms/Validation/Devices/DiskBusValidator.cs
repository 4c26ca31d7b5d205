using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Model.Vms.Validation.Tuning;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Which drives which bus takes, on which board, how many, and what belongs to one bus only.</summary>
internal static class DiskBusValidator
{
    private const int IdeLimit = 4;
    private const int FloppyLimit = 2;

    public static void Check(VmDefinition definition, Place root)
    {
        var board = definition.Machine.Type;
        foreach (var (place, disk) in root.Each("disks", definition.Disks))
        {
            var bus = disk.BusOn(board);
            place.AddIf(!Takes(bus, disk.Device), "bus", $"must be {Listed(disk.Device)} for a {disk.Device.Quoted()}, and is {bus.Quoted()}");
            place.AddIf(bus == DiskBus.Ide && board == MachineType.Q35, "bus", "must not be 'ide': the board 'q35' has no IDE; use 'sata'");
            place.AddIf(
                disk is { ReadOnly: true, Device: DiskDevice.Disk } && bus is DiskBus.Ide or DiskBus.Sata,
                "readOnly",
                $"must be false: disks on {bus.Quoted()} cannot be read-only; use 'virtio' or 'scsi'");
            place.AddIf(
                bus == DiskBus.Usb && disk.Device == DiskDevice.Cdrom && (disk.Source is null || disk.Tray == TrayState.Open),
                "source",
                "is missing: QEMU has no empty drive on 'usb'; use 'scsi', 'sata' or 'ide', or put a medium in");
            CheckVirtio(definition, disk, bus, place);
            CheckReported(disk, bus, place);
        }

        Limit(definition, root, DiskBus.Ide, IdeLimit);
        Limit(definition, root, DiskBus.Fdc, FloppyLimit);
    }

    private static bool Takes(DiskBus bus, DiskDevice device) => device switch
    {
        DiskDevice.Floppy => bus == DiskBus.Fdc,
        DiskDevice.Lun => bus == DiskBus.Scsi,
        DiskDevice.Cdrom => bus is DiskBus.Scsi or DiskBus.Sata or DiskBus.Ide or DiskBus.Usb,
        _ => bus != DiskBus.Fdc,
    };

    private static string Listed(DiskDevice device) => device switch
    {
        DiskDevice.Floppy => "'fdc'",
        DiskDevice.Lun => "'scsi'",
        DiskDevice.Cdrom => "'scsi', 'sata', 'ide' or 'usb'",
        _ => "'virtio', 'scsi', 'sata', 'ide', 'usb' or 'nvme'",
    };

    private static void CheckVirtio(VmDefinition definition, DiskDefinition disk, DiskBus bus, Place place)
    {
        place.Range("queues", disk.Queues, 1, 1024);
        place.PowerOfTwo("queueSize", disk.QueueSize, 2, 1024);
        place.Only(
            bus == DiskBus.Virtio,
            "a disk on 'virtio'",
            ("virtio", disk.Virtio), ("queues", disk.Queues), ("queueSize", disk.QueueSize));
        if (bus == DiskBus.Virtio)
        {
            IoThreadValidator.CheckReference(definition, place, "ioThread", disk.IoThread);
        }

        place.AddIf(
            disk.IoThread is not null && bus != DiskBus.Virtio,
            "ioThread",
            bus == DiskBus.Scsi ? "stands on the SCSI controller, for all of its disks; leave it out here" : "is for a disk on 'virtio' only; leave it out");
    }

    private static void CheckReported(DiskDefinition disk, DiskBus bus, Place place)
    {
        place.Printable("serial", disk.Serial, 36);
        place.Printable("vendor", disk.Vendor, 8);
        place.Printable("product", disk.Product, 16);
        place.AddIf(disk.Wwn is { } wwn && !(wwn.Length == 16 && Texts.IsHex(wwn)), "wwn", $"must be 16 hexadecimal digits, and is '{disk.Wwn}'");
        place.AddIf(
            disk.RotationRate is not null and not 1 and (< 1025 or > 65_534),
            "rotationRate",
            $"must be 1 for solid state, or 1025 to 65534, and is {disk.RotationRate}");
        place.Only(
            bus is DiskBus.Scsi or DiskBus.Sata or DiskBus.Ide,
            "a disk on 'scsi', 'sata' or 'ide'",
            ("wwn", disk.Wwn), ("rotationRate", disk.RotationRate));
        place.Only(bus == DiskBus.Scsi, "a disk on 'scsi'", ("vendor", disk.Vendor), ("product", disk.Product));
        place.Only(bus == DiskBus.Usb, "a disk on 'usb'", ("removable", disk.Removable));
    }

    private static void Limit(VmDefinition definition, Place root, DiskBus bus, int most)
    {
        var count = definition.Disks.Count(disk => disk.BusOn(definition.Machine.Type) == bus);
        root.AddIf(count > most, "disks", $"may have at most {most} drives on {bus.Quoted()}, and has {count}");
    }
}
