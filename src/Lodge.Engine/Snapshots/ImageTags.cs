using Lodge.Model.Snapshots;

namespace Lodge.Engine.Snapshots;

/// <summary>Internal snapshots in images, and who has them; pure.</summary>
internal static class ImageTags
{
    private const int MarkLetters = 6;

    /// <summary>The name of a new snapshot within images; unlike any other, also of those that Lodge did not make: <c>before-3fa2c1</c>.</summary>
    public static string NameFor(string snapshot, Guid id) => $"{snapshot}-{id.ToString("N")[^MarkLetters..]}";

    /// <summary>Those of a snapshot; none when it is external.</summary>
    public static IEnumerable<ImageTag> Of(Snapshot snapshot) =>
        snapshot.Disks.Where(disk => disk.Tag is not null).Select(disk => new ImageTag(disk.Path, disk.Disk, disk.Tag!));

    /// <summary>The same record with internal snapshots noted that are to be removed.</summary>
    public static VmSnapshots Loosen(this VmSnapshots set, IEnumerable<ImageTag> tags)
    {
        var loose = (set.LooseTags ?? []).Concat(tags).Distinct().ToList();
        return set with { LooseTags = loose.Count == 0 ? null : loose };
    }

    /// <summary>The same record without internal snapshots, which are gone, or belong to a snapshot now.</summary>
    public static VmSnapshots Fasten(this VmSnapshots set, IEnumerable<ImageTag> tags)
    {
        var left = (set.LooseTags ?? []).Except(tags).ToList();
        return set with { LooseTags = left.Count == 0 ? null : left };
    }
}
