using Lodge.Model.Storage.Validation;
using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Names, sources and policies of disks.</summary>
internal static class DiskValidator
{
    private const int DiskLimit = 128;

    public static void Check(VmDefinition definition, Place root)
    {
        var disks = definition.Disks;
        root.AddIf(disks.Count > DiskLimit, "disks", $"may have at most {DiskLimit} entries, and has {disks.Count}");
        foreach (var ((place, disk), index) in root.Each("disks", disks).Select((pair, index) => (pair, index)))
        {
            var before = disks.Take(index).ToArray();
            place.Word("name", disk.Name);
            place.AddIf(disk.Name is not null && before.Any(other => other.Name == disk.Name), "name", $"is '{disk.Name}', as another disk's is already");
            CheckSource(disk, before, place);
            CheckDrive(disk, place);
            CheckPolicies(disk, place);
        }
    }

    private static void CheckSource(DiskDefinition disk, DiskDefinition[] before, Place place)
    {
        place.AddIf(disk.Source is null && !IsRemovable(disk), "source", "is missing: only a CD-ROM or floppy drive may be empty");
        if (disk.Source is VolumeDiskSource volume)
        {
            place.StorageName("source.pool", volume.Pool);
            place.StorageName("source.volume", volume.Volume);
        }

        if (disk.Source is not { } source || source.Resolved() is null)
        {
            return;
        }

        var path = source.HostPath();
        place.AbsolutePath("source.path", path);
        place.AddIf(
            disk.Device == DiskDevice.Lun && disk.Source.Resolved() is not BlockDiskSource,
            "source",
            "must be of the type 'block': a 'lun' passes the commands of a SCSI disk of the host through");
        place.AddIf(
            before.Any(other => IsSame(other.Source, source) && !MayShare(disk, other)),
            path is null ? "source" : "source.path",
            $"is '{source.Describe()}', as another disk's is already; two disks may share an image only when both are read-only or both are shareable");
        place.AddIf(
            disk is { Shareable: true, Format: DiskFormat.Qcow2 },
            "shareable",
            "must be false for a qcow2 image: two writers would destroy its tables; use a raw one");
    }

    private static bool IsSame(DiskSource? one, DiskSource other) =>
        other.HostPath() is { } path ? one?.HostPath() == path : one?.Resolved() is NetworkDiskSource there && there.Describe() == other.Describe();

    private static bool MayShare(DiskDefinition one, DiskDefinition other) =>
        (OnlyReads(one) && OnlyReads(other)) || (one.Shareable && other.Shareable);

    private static bool OnlyReads(DiskDefinition disk) => disk.ReadOnly || disk.Device == DiskDevice.Cdrom;

    private static bool IsRemovable(DiskDefinition disk) => disk.Device is DiskDevice.Cdrom or DiskDevice.Floppy;

    private static void CheckDrive(DiskDefinition disk, Place place)
    {
        place.Only(IsRemovable(disk), "a CD-ROM or floppy drive", ("tray", disk.Tray));
        place.AddIf(
            !IsRemovable(disk) && disk.StartupPolicy is not (null or StartupPolicy.Mandatory),
            "startupPolicy",
            "must be 'mandatory' for a disk: only CD-ROM and floppy drives may go without a medium");
        place.AddIf(disk.CopyOnRead == true && OnlyReads(disk), "copyOnRead", "must not be true for a disk that is read-only: nothing can be copied into it");
        place.AddIf(disk.MetadataCache is { Bytes: <= 0 }, "metadataCache", "must be more than nothing");
        place.AddIf(disk is { MetadataCache: not null, Format: DiskFormat.Raw }, "metadataCache", "is for a qcow2 image only; leave it out");
    }

    private static void CheckPolicies(DiskDefinition disk, Place place)
    {
        place.AddIf(
            disk is { Io: DiskIo.Native, Cache: not (null or DiskCache.None or DiskCache.Directsync) },
            "io",
            "must not be 'native' with a cache in the host: use the cache 'none' or 'directsync', or another io");
        place.AddIf(
            disk is { DetectZeroes: DetectZeroes.Unmap, Discard: DiskDiscard.Ignore },
            "detectZeroes",
            "must not be 'unmap' with the discard 'ignore': holes are made by discarding");
        place.AddIf(disk.ReadErrorPolicy == DiskErrorPolicy.Enospace, "readErrorPolicy", "must not be 'enospace': reading needs no space");
    }
}
