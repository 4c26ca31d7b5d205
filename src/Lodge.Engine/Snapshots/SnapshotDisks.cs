using Lodge.Engine.Ports;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.Snapshots;

/// <summary>Which disks a snapshot is of, and how the new images on top of them are named; pure.</summary>
internal static class SnapshotDisks
{
    private const int MarkLetters = 6;
    private const int LongestFileName = 200;
    private const string Ending = ".qcow2";

    /// <summary>The disks that a snapshot has: those that were named, or all that the guest writes to.</summary>
    /// <exception cref="LodgeException">One does not exist, or nothing can be put on top of it.</exception>
    public static IReadOnlyList<DiskDefinition> Choose(VmDefinition definition, IReadOnlyList<string>? names)
    {
        var disks = names is null
            ? [.. definition.Disks.Where(IsWritten)]
            : names.Distinct(StringComparer.Ordinal).Select(name => Find(definition, name)).ToList();
        foreach (var disk in disks)
        {
            ThrowIfUnfit(disk);
        }

        return disks;
    }

    /// <summary>A path beside an image for the image on top of it: <c>web1.qcow2</c> gets <c>web1.before-3fa2c1.qcow2</c>.</summary>
    /// <param name="below">Path of the image.</param>
    /// <param name="snapshot">Name of the snapshot.</param>
    /// <param name="mark">Makes it one of its kind; at least six letters.</param>
    public static string PathAbove(string below, string snapshot, string mark)
    {
        var stem = StemOf(Path.GetFileName(below));
        var tail = $".{snapshot}-{mark[..MarkLetters]}{Ending}";
        return Path.Combine(Path.GetDirectoryName(below)!, stem.Length + tail.Length > LongestFileName ? stem[..(LongestFileName - tail.Length)] + tail : stem + tail);
    }

    /// <summary>A disk's image.</summary>
    public static LayerFile ImageOf(DiskDefinition disk) => new(disk.Source!.HostPath()!, disk.Format ?? DiskFormat.Raw);

    /// <summary>What a snapshot has of a disk.</summary>
    public static DiskSnapshot Freeze(DiskDefinition disk) => new(disk.Name!, disk.Source!.HostPath()!, disk.Format ?? DiskFormat.Raw);

    /// <summary>Whether a disk is an image in a file, named itself or by its volume.</summary>
    public static bool IsImage(DiskDefinition disk) => disk.Source?.Resolved() is FileDiskSource && disk.Device is DiskDevice.Disk or DiskDevice.Lun;

    private static bool IsWritten(DiskDefinition disk) =>
        disk is { Device: DiskDevice.Disk or DiskDevice.Lun, ReadOnly: false, Source: not null };

    private static DiskDefinition Find(VmDefinition definition, string name) =>
        definition.Disks.FirstOrDefault(disk => disk.Name == name || disk.Alias == name)
        ?? throw new LodgeException(ErrorCode.InvalidArgument, $"VM '{definition.Name}' has no disk '{name}'.");

    private static void ThrowIfUnfit(DiskDefinition disk)
    {
        if (disk.Source?.Resolved() is not FileDiskSource || !IsWritten(disk) || disk.Shareable)
        {
            throw new LodgeException(
                ErrorCode.Unsupported,
                $"Disk '{disk.Name}' cannot be in a snapshot: only images in files that the guest writes to alone can.",
                "Name the disks that shall be in it, without this one: '--disk'.");
        }
    }

    // What Lodge once put behind the name goes, so that names do not grow.
    private static string StemOf(string file)
    {
        var stem = file.EndsWith(Ending, StringComparison.Ordinal) || file.EndsWith(".img", StringComparison.Ordinal) || file.EndsWith(".raw", StringComparison.Ordinal)
            ? Path.GetFileNameWithoutExtension(file) : file;
        var dash = stem.LastIndexOf('-');
        var dot = dash < 0 ? -1 : stem.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dash > dot && stem.Length - dash - 1 == MarkLetters && stem[(dash + 1)..].All(char.IsAsciiHexDigitLower) ? stem[..dot] : stem;
    }
}
