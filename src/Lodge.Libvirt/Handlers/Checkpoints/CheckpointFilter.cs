using Lodge.Model.Checkpoints;

namespace Lodge.Libvirt.Handlers.Checkpoints;

/// <summary>Which checkpoints a client wants listed (virDomainCheckpointListFlags). Pure.</summary>
internal static class CheckpointFilter
{
    /// <summary>All flags; parents come before those after them, whether that is asked for (2) or not.</summary>
    public const uint All = 1 | 2 | Leaves | NoLeaves;

    // Of a whole domain: only roots. Of a checkpoint: all descendants instead of its children.
    private const uint RootsOrDescendants = 1;
    private const uint Leaves = 4;
    private const uint NoLeaves = 8;

    /// <summary>The checkpoints that are wanted.</summary>
    /// <param name="set">All of the domain.</param>
    /// <param name="under">The checkpoint whose children are wanted; null for those of the domain.</param>
    /// <param name="flags">What the client set.</param>
    public static IReadOnlyList<Checkpoint> Of(VmCheckpoints set, Checkpoint? under, uint flags)
    {
        var deep = (flags & RootsOrDescendants) != 0;
        var among = under is not null ? Below(set, under.Id, deep)
            : deep ? set.Checkpoints.Where(checkpoint => checkpoint.ParentId is null)
            : Below(set, null, deep: true);
        return [.. among.Where(checkpoint => Filters.Passes(flags, Leaves, NoLeaves, set.Checkpoints.All(other => other.ParentId != checkpoint.Id)))];
    }

    private static IEnumerable<Checkpoint> Below(VmCheckpoints set, Guid? id, bool deep) =>
        set.Checkpoints.Where(checkpoint => checkpoint.ParentId == id).SelectMany(child => deep ? [child, .. Below(set, child.Id, deep)] : new[] { child });
}
