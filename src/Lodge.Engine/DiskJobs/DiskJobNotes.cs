using Lodge.Model.DiskJobs;
using Lodge.Model.Errors;
using Lodge.Model.Snapshots;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;

namespace Lodge.Engine.DiskJobs;

/// <summary>The durable notes of work on disks, beside those of snapshots; pure.</summary>
internal static class DiskJobNotes
{
    /// <summary>The work that goes on.</summary>
    public static IReadOnlyList<DiskJob> DiskJobs(this VmSnapshots set) => set.Jobs ?? [];

    /// <summary>A piece of work; null when it is over.</summary>
    public static DiskJob? FindJob(this VmSnapshots set, Guid id) => set.DiskJobs().FirstOrDefault(job => job.Id == id);

    /// <summary>With new or changed work.</summary>
    public static VmSnapshots With(this VmSnapshots set, DiskJob job) => set with { Jobs = [.. set.DiskJobs().Where(other => other.Id != job.Id), job] };

    /// <summary>Without work that is over.</summary>
    public static VmSnapshots WithoutJob(this VmSnapshots set, Guid id) =>
        set with { Jobs = set.DiskJobs().Where(job => job.Id != id).ToArray() is { Length: > 0 } left ? left : null };

    /// <summary>Refuses what would get in the way of work on a VM's disks.</summary>
    /// <param name="set">The notes.</param>
    /// <param name="vm">The VM's name.</param>
    /// <param name="verb">What was asked for: <c>be saved</c>.</param>
    /// <param name="disk">Only work on this disk counts; null for all.</param>
    /// <exception cref="LodgeException"><see cref="ErrorCode.Busy"/>.</exception>
    public static void ThrowIfDiskJob(this VmSnapshots set, string vm, string verb, string? disk = null)
    {
        if (set.DiskJobs().FirstOrDefault(job => disk is null || job.Disk == disk) is { } found)
        {
            throw new LodgeException(
                ErrorCode.Busy,
                $"VM '{vm}' cannot {verb}: its disk '{found.Disk}' is being {WordOf(found.Kind)}.",
                $"Wait for it, or give it up: 'lodge disk cancel {vm} {found.Disk}'.");
        }
    }

    /// <summary>A definition whose disk lives in another image; null when it has no such disk.</summary>
    public static VmDefinition? Moved(VmDefinition definition, string disk, (DiskSource Source, DiskFormat Format) from, (DiskSource Source, DiskFormat Format) to)
    {
        var found = definition.Disks.FirstOrDefault(item => item.Name == disk && item.Source is { } source && IsSame(source, from.Source));
        return found is null ? null : definition with
        {
            Disks =
            [
                .. definition.Disks.Select(item => item == found
                    ? item with { Source = to.Source, Format = to.Format, MetadataCache = to.Format == DiskFormat.Qcow2 ? item.MetadataCache : null }
                    : item),
            ],
        };
    }

    private static bool IsSame(DiskSource one, DiskSource other) =>
        one == other || (one.HostPath() is { } path && path == other.HostPath()) || (one.Resolved() is { } place && place == other.Resolved());

    private static string WordOf(DiskJobKind kind) => kind switch
    {
        DiskJobKind.Copy => "copied",
        DiskJobKind.Pull => "merged with the images below it",
        _ => "committed",
    };
}
