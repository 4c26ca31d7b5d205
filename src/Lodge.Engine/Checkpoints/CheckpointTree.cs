using Lodge.Model.Checkpoints;
using Lodge.Model.Errors;

namespace Lodge.Engine.Checkpoints;

/// <summary>Which checkpoints a VM has and how they follow each other; pure.</summary>
internal static class CheckpointTree
{
    /// <summary>A checkpoint by name or id.</summary>
    /// <exception cref="LodgeException"><see cref="ErrorCode.CheckpointNotFound"/>.</exception>
    public static Checkpoint Get(this VmCheckpoints set, string nameOrId, string vm) =>
        set.Checkpoints.FirstOrDefault(checkpoint => checkpoint.Name == nameOrId || (Guid.TryParse(nameOrId, out var id) && checkpoint.Id == id))
        ?? throw new LodgeException(ErrorCode.CheckpointNotFound, $"VM '{vm}' has no checkpoint '{nameOrId}'.", $"'lodge checkpoint list {vm}' lists them.");

    /// <summary>With a new checkpoint, the newest then; its bitmaps are needed from now on.</summary>
    public static VmCheckpoints With(this VmCheckpoints set, Checkpoint checkpoint) => set with
    {
        Checkpoints = [.. set.Checkpoints, checkpoint],
        CurrentId = checkpoint.Id,
        Unneeded = [.. set.Unneeded.Except(checkpoint.Disks)],
    };

    /// <summary>Without a checkpoint: those after it come after its parent then.</summary>
    public static VmCheckpoints Without(this VmCheckpoints set, Guid id)
    {
        if (set.Checkpoints.FirstOrDefault(checkpoint => checkpoint.Id == id) is not { } gone)
        {
            return set;
        }

        var left = set.Checkpoints.Where(checkpoint => checkpoint.Id != id)
            .Select(checkpoint => checkpoint.ParentId == id ? checkpoint with { ParentId = gone.ParentId } : checkpoint);
        return set with { Checkpoints = [.. left], CurrentId = set.CurrentId == id ? gone.ParentId : set.CurrentId };
    }

    /// <summary>With bitmaps that nobody needs.</summary>
    public static VmCheckpoints Drop(this VmCheckpoints set, IEnumerable<DiskBitmap> bitmaps) => set with { Unneeded = [.. set.Unneeded.Union(bitmaps)] };

    /// <summary>All after a checkpoint, without itself.</summary>
    public static IReadOnlyList<Checkpoint> Below(this VmCheckpoints set, Guid id)
    {
        var found = new List<Checkpoint>();
        var among = new HashSet<Guid> { id };
        for (var grew = true; grew;)
        {
            var more = set.Checkpoints.Where(checkpoint => checkpoint.ParentId is { } parent && among.Contains(parent) && !among.Contains(checkpoint.Id)).ToList();
            found.AddRange(more);
            grew = more.Count > 0 && more.TrueForAll(checkpoint => among.Add(checkpoint.Id));
        }

        return found;
    }

    /// <summary>The checkpoints that a deletion is about.</summary>
    public static IReadOnlyList<Checkpoint> Scoped(this VmCheckpoints set, Checkpoint found, CheckpointScope scope) => scope switch
    {
        CheckpointScope.One => [found],
        CheckpointScope.WithChildren => [found, .. set.Below(found.Id)],
        _ => set.Below(found.Id),
    };

    /// <summary>The bitmaps of a disk that checkpoints count on.</summary>
    public static IReadOnlyList<string> BitmapsOf(this VmCheckpoints set, string disk) =>
    [
        .. set.Checkpoints.Where(checkpoint => checkpoint.Problem is null)
            .SelectMany(checkpoint => checkpoint.Disks).Where(item => item.Disk == disk).Select(item => item.Bitmap).Distinct(),
    ];
}
