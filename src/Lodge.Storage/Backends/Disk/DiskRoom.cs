using Lodge.Model.Storage;

namespace Lodge.Storage.Backends.Disk;

/// <summary>Where a disk has room. Pure.</summary>
internal static class DiskRoom
{
    // Partitions begin and end at whole mebibytes, which suits every disk.
    private const long Grain = 1 << 20;

    /// <summary>The room of a disk.</summary>
    public static PoolRoom Measure(DiskTable table, long diskBytes)
    {
        var (from, to) = table.Span(diskBytes);
        var free = Gaps(table, diskBytes).Sum(gap => gap.To - gap.From);
        return new PoolRoom((to - from) * table.SectorSize, (to - from - free) * table.SectorSize, free * table.SectorSize);
    }

    /// <summary>The smallest gap that takes a partition: its first sector and its length in sectors; null when there is none.</summary>
    public static (long Start, long Size)? Find(DiskTable table, long diskBytes, long bytes)
    {
        var size = (bytes + Grain - 1) / Grain * Grain / table.SectorSize;
        return Gaps(table, diskBytes).Where(gap => gap.To - gap.From >= size).OrderBy(gap => gap.To - gap.From).Select(gap => ((long, long)?)(gap.From, size)).FirstOrDefault();
    }

    // In sectors, at whole grains.
    private static IEnumerable<(long From, long To)> Gaps(DiskTable table, long diskBytes)
    {
        var (at, to) = table.Span(diskBytes);
        var grain = Grain / table.SectorSize;
        foreach (var (start, end) in table.Partitions.Select(partition => (partition.Start, partition.Start + partition.Size)).Append((to, to)))
        {
            var (from, until) = ((at + grain - 1) / grain * grain, Math.Min(start, to) / grain * grain);
            if (until > from)
            {
                yield return (from, until);
            }

            at = Math.Max(at, end);
        }
    }
}
