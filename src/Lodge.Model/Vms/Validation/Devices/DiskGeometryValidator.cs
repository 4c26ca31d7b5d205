using Lodge.Model.Vms.Addressing;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Sizes of a disk's sectors.</summary>
internal static class DiskGeometryValidator
{
    private const int SectorLeast = 512;
    private const int SectorMost = 2 << 20;

    public static void Check(VmDefinition definition, Place root)
    {
        foreach (var (place, disk) in root.Each("disks", definition.Disks))
        {
            var logical = disk.LogicalBlockSize ?? SectorLeast;
            place.PowerOfTwo("logicalBlockSize", disk.LogicalBlockSize, SectorLeast, SectorMost);
            place.PowerOfTwo("physicalBlockSize", disk.PhysicalBlockSize, SectorLeast, SectorMost);
            place.AddIf(disk.PhysicalBlockSize < logical, "physicalBlockSize", $"must be at least the logical one, which is {logical}, and is {disk.PhysicalBlockSize}");
            place.AddIf(
                disk.DiscardGranularity is { } unit && (unit < 0 || (logical > 0 && unit % logical != 0)),
                "discardGranularity",
                $"must be a multiple of the logical sector, which is {logical}, and is {disk.DiscardGranularity}");
            place.AddIf(
                disk.LogicalBlockSize is not (null or SectorLeast) && disk.BusOn(definition.Machine.Type) is DiskBus.Ide or DiskBus.Sata,
                "logicalBlockSize",
                $"must be {SectorLeast} on 'ide' and 'sata', and is {disk.LogicalBlockSize}");
            place.Only(disk.Device == DiskDevice.Disk, "a 'disk'", ("logicalBlockSize", disk.LogicalBlockSize), ("physicalBlockSize", disk.PhysicalBlockSize));
        }
    }
}
