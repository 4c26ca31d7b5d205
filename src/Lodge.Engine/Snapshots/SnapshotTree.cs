using Lodge.Model.Errors;
using Lodge.Model.Snapshots;

namespace Lodge.Engine.Snapshots;

/// <summary>Which snapshots a VM has and how they follow from each other; pure.</summary>
internal static class SnapshotTree
{
    /// <summary>A snapshot by name or id.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.SnapshotNotFound"/>.</exception>
    public static Snapshot Get(this VmSnapshots set, string nameOrId, string vm) =>
        set.Snapshots.FirstOrDefault(snapshot => snapshot.Name == nameOrId || (Guid.TryParse(nameOrId, out var id) && snapshot.Id == id))
        ?? throw new LodgeException(ErrorCode.SnapshotNotFound, $"VM '{vm}' has no snapshot '{nameOrId}'.", $"'lodge snapshot list {vm}' lists them.");

    /// <summary>A new snapshot, which the VM then goes on from, with the new images on top of it.</summary>
    public static VmSnapshots With(this VmSnapshots set, Snapshot snapshot) =>
        set with { Snapshots = [.. set.Snapshots, snapshot], CurrentId = snapshot.Id };

    /// <summary>New images.</summary>
    public static VmSnapshots With(this VmSnapshots set, IEnumerable<DiskLayer> layers) => set with { Layers = [.. set.Layers, .. layers] };

    /// <summary>The same with images in another state; those that are not Lodge's stay out of it.</summary>
    public static VmSnapshots Mark(this VmSnapshots set, IEnumerable<string> paths, LayerState state)
    {
        var marked = paths.ToHashSet();
        return set with { Layers = [.. set.Layers.Select(layer => marked.Contains(layer.Path) ? layer with { State = state } : layer)] };
    }

    /// <summary>
    /// Without a snapshot: those that came from it come from its parent then, and its images are not needed for their
    /// own sake any more; what is within images is to be removed from them.
    /// </summary>
    public static VmSnapshots Without(this VmSnapshots set, Guid id)
    {
        if (set.Snapshots.FirstOrDefault(snapshot => snapshot.Id == id) is not { } gone)
        {
            return set;
        }

        var left = set.Snapshots.Where(snapshot => snapshot.Id != id)
            .Select(snapshot => snapshot.ParentId == id ? snapshot with { ParentId = gone.ParentId } : snapshot)
            .ToList();
        var needed = left.SelectMany(snapshot => snapshot.Disks).Select(disk => disk.Path).ToHashSet();
        return (set with { Snapshots = left, CurrentId = set.CurrentId == id ? gone.ParentId : set.CurrentId })
            .Mark(gone.Disks.Select(disk => disk.Path).Where(path => !needed.Contains(path)), LayerState.Unneeded)
            .Loosen(ImageTags.Of(gone));
    }

    /// <summary>A snapshot's descendants, without itself.</summary>
    public static IReadOnlyList<Snapshot> Below(this VmSnapshots set, Guid id)
    {
        var found = new List<Snapshot>();
        var among = new HashSet<Guid> { id };
        foreach (var snapshot in set.Snapshots)
        {
            if (snapshot.ParentId is { } parent && among.Contains(parent))
            {
                among.Add(snapshot.Id);
                found.Add(snapshot);
            }
        }

        return found;
    }
}
