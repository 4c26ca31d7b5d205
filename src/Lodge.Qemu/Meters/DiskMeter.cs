using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Usage;
using Lodge.Qemu.Planning.Disks;
using Lodge.Qmp.Commands;

namespace Lodge.Qemu.Meters;

/// <summary>Finds for each disk of a definition what QEMU counted for it.</summary>
internal static class DiskMeter
{
    /// <summary>The disks in the order of the definition; those that QEMU does not know are left out.</summary>
    public static IReadOnlyList<DiskUsage> Read(VmDefinition definition, IReadOnlyList<BlockStats> counters, IReadOnlyList<BlockInfo> drives)
    {
        var countersByDisk = ByDisk(counters, counted => counted.Qdev ?? counted.NodeName ?? counted.Device, definition);
        var drivesByDisk = ByDisk(drives, drive => drive.Qdev ?? drive.Device, definition);
        return
        [
            .. definition.Disks.Select(disk => (Disk: disk, Name: disk.Name ?? disk.Alias ?? ""))
                .Where(known => countersByDisk.ContainsKey(known.Name))
                .Select(known => Read(known.Disk, known.Name, countersByDisk[known.Name], drivesByDisk.GetValueOrDefault(known.Name))),
        ];
    }

    private static Dictionary<string, T> ByDisk<T>(IReadOnlyList<T> all, Func<T, string?> nameOf, VmDefinition definition)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in all)
        {
            if (nameOf(item) is { Length: > 0 } reported)
            {
                found.TryAdd(DiskNodeNames.NameOf(reported, definition), item);
            }
        }

        return found;
    }

    private static DiskUsage Read(DiskDefinition disk, string name, BlockStats counted, BlockInfo? drive)
    {
        var image = drive?.Inserted?.Image;
        return Read(name, disk.Source?.HostPath(), counted, image) with
        {
            Length = LengthOf(disk.Source) ?? image?.VirtualSize,
            Backing = BackingOf(name, counted, image).ToArray(),
            Condition = drive?.IoStatus switch
            {
                BlockIoStatus.Nospace => DiskCondition.NoSpace,
                BlockIoStatus.Failed => DiskCondition.Failed,
                _ => DiskCondition.Well,
            },
        };
    }

    // Counters and sizes are chains of the same length, except while an image is being taken out.
    private static IEnumerable<DiskUsage> BackingOf(string name, BlockStats counted, ImageInfo? image)
    {
        while (counted.Backing is { } behind && image?.BackingImage is { } next)
        {
            yield return Read(name, next.Filename, behind, next) with { Length = LengthOf(new FileDiskSource { Path = next.Filename }) };
            (counted, image) = (behind, next);
        }
    }

    private static DiskUsage Read(string name, string? path, BlockStats counted, ImageInfo? image)
    {
        var stats = counted.Stats;
        return new DiskUsage
        {
            Name = name,
            Path = path,
            Reads = stats.RdOperations,
            ReadBytes = stats.RdBytes,
            ReadNanoseconds = stats.RdTotalTimeNs,
            Writes = stats.WrOperations,
            WrittenBytes = stats.WrBytes,
            WriteNanoseconds = stats.WrTotalTimeNs,
            Flushes = stats.FlushOperations,
            FlushNanoseconds = stats.FlushTotalTimeNs,
            HighestWrite = counted.Parent?.Stats.WrHighestOffset,
            Capacity = image?.VirtualSize,
            OnHost = image?.ActualSize,
        };
    }

    // The length of a device is what the guest sees of it.
    private static long? LengthOf(DiskSource? source)
    {
        try
        {
            return source is FileDiskSource file ? new FileInfo(file.Path).Length : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
