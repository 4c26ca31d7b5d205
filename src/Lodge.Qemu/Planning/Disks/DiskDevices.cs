using System.Globalization;
using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning.Devices;
using Lodge.Qemu.Tuning;

namespace Lodge.Qemu.Planning.Disks;

/// <summary>Disks, CD-ROM and floppy drives on each bus.</summary>
internal static class DiskDevices
{
    private const int MostQueues = 16;

    /// <summary>A drive with its medium. An open tray has none in it.</summary>
    /// <param name="disk">The drive.</param>
    /// <param name="chain">The files of its medium; without layers when there is none.</param>
    /// <param name="context">The VM that it belongs to.</param>
    public static PlannedDevice Plan(DiskDefinition disk, ImageChain chain, PlanContext context)
    {
        var isEmpty = chain.Layers.Count == 0 || disk.Tray == TrayState.Open;
        var bus = disk.BusOn(context.MachineType);
        return new PlannedDevice
        {
            Id = disk.Alias!,
            Backends = isEmpty ? [] : DiskNodes.Of(disk, chain),
            Reachable = isEmpty ? [] : ServerReach.Of(chain),
            Driver = DriverOf(disk, bus, context.MachineType),
            Properties =
            [
                ("drive", isEmpty ? null : DiskNodeNames.Top(disk)),
                .. Common(disk, bus, isEmpty || DiskCaching.Of(disk, chain).WriteCache),
                .. OfBus(disk, bus, context),
                ("bootindex", bus == DiskBus.Fdc || context.MachineType == MachineType.Microvm ? null : BootOrder.Of(context.Definition, disk)),
                .. DrivePlace.Of(disk, context),
            ],
        };
    }

    private static string DriverOf(DiskDefinition disk, DiskBus bus, MachineType machine) => (bus, disk.Device) switch
    {
        (DiskBus.Virtio, _) => VirtioDriver.Of("virtio-blk", machine, disk.Virtio),
        (DiskBus.Scsi, DiskDevice.Cdrom) => "scsi-cd",
        (DiskBus.Scsi, DiskDevice.Lun) => "scsi-block",
        (DiskBus.Scsi, _) => "scsi-hd",
        (DiskBus.Sata or DiskBus.Ide, DiskDevice.Cdrom) => "ide-cd",
        (DiskBus.Sata or DiskBus.Ide, _) => "ide-hd",
        (DiskBus.Usb, _) => "usb-storage",
        (DiskBus.Nvme, _) => "nvme",
        _ => "floppy",
    };

    private static OptionMap Common(DiskDefinition disk, DiskBus bus, bool writeCache) =>
    [
        ("logical_block_size", disk.LogicalBlockSize),
        ("physical_block_size", disk.PhysicalBlockSize ?? (bus == DiskBus.Nvme ? disk.LogicalBlockSize : null)),
        ("discard_granularity", disk.DiscardGranularity),
        ("share-rw", disk.Shareable ? true : null),
        ("write-cache", writeCache ? null : "off"),
        .. bus is DiskBus.Nvme or DiskBus.Fdc ? [] : Errors(disk),
    ];

    private static OptionMap Errors(DiskDefinition disk) => [("werror", ErrorWord(disk.ErrorPolicy)), ("rerror", ErrorWord(disk.ReadErrorPolicy))];

    private static OptionMap OfBus(DiskDefinition disk, DiskBus bus, PlanContext context) => bus switch
    {
        DiskBus.Virtio =>
        [
            ("serial", disk.Serial),
            ("num-queues", Queues(disk, context)),
            ("queue-size", disk.QueueSize),
            ("iothread", IoThread(disk, context) is { } thread ? IoThreadNames.Of(thread) : null),
        ],
        DiskBus.Scsi when disk.Device == DiskDevice.Lun => [],
        DiskBus.Scsi =>
        [
            ("serial", disk.Serial),
            ("wwn", Wwn(disk.Wwn)),
            ("vendor", disk.Vendor),
            ("product", disk.Product),
            ("rotation_rate", disk.Device == DiskDevice.Cdrom ? null : disk.RotationRate),
        ],
        DiskBus.Sata or DiskBus.Ide =>
        [
            ("serial", disk.Serial),
            ("wwn", Wwn(disk.Wwn)),
            ("rotation_rate", disk.Device == DiskDevice.Cdrom ? null : disk.RotationRate),
        ],
        DiskBus.Usb => [("serial", disk.Serial), ("removable", disk.Removable)],

        // An NVMe drive must have one.
        DiskBus.Nvme => [("serial", disk.Serial ?? disk.Name)],
        _ => [],
    };

    private static int? Queues(DiskDefinition disk, PlanContext context) => disk.Queues
        ?? (context.MachineType == MachineType.Microvm || context.Definition.Cpu.Count == 1 ? null : Math.Min(context.Definition.Cpu.Count, MostQueues));

    private static int? IoThread(DiskDefinition disk, PlanContext context)
    {
        var index = context.Definition.Disks.Select(other => other.Alias).ToList().IndexOf(disk.Alias);
        return index < 0 ? disk.IoThread : IoThreadAssignment.Of(context.Definition)[index];
    }

    private static OptionValue? Wwn(string? wwn) => wwn is null ? null
        : long.TryParse(wwn, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : $"0x{wwn}";

    private static string? ErrorWord(DiskErrorPolicy? policy) => policy switch
    {
        DiskErrorPolicy.Stop => "stop",
        DiskErrorPolicy.Report => "report",
        DiskErrorPolicy.Ignore => "ignore",
        DiskErrorPolicy.Enospace => "enospc",
        _ => null,
    };
}
