using Lodge.Model.Snapshots;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Which snapshots a client wants listed (virDomainSnapshotListFlags). Pure.</summary>
internal static class SnapshotFilter
{
    /// <summary>All flags.</summary>
    public const uint All = 0x7ff;

    // Of a whole domain: only roots. Of a snapshot: all descendants instead of its children.
    private const uint RootsOrDescendants = 1;
    private const uint WithRecord = 2;
    private const uint Leaves = 4;
    private const uint NoLeaves = 8;
    private const uint WithoutRecord = 16;
    private const uint Inactive = 32;
    private const uint Active = 64;
    private const uint DiskOnly = 128;
    private const uint Internal = 256;
    private const uint External = 512;

    /// <summary>The snapshots that are wanted, parents before those that came from them.</summary>
    /// <param name="set">All of the domain.</param>
    /// <param name="under">The snapshot whose children are wanted; null for those of the domain.</param>
    /// <param name="flags">What the client set.</param>
    public static IReadOnlyList<Snapshot> Of(VmSnapshots set, Snapshot? under, uint flags)
    {
        var deep = (flags & RootsOrDescendants) != 0;
        var among = under is null ? Roots(set, deep) : Below(set, under.Id, deep);
        return [.. among.Where(snapshot => Passes(set, snapshot, flags))];
    }

    private static IEnumerable<Snapshot> Roots(VmSnapshots set, bool onlyRoots) => set.Snapshots.Where(snapshot => !onlyRoots || snapshot.ParentId is null);

    private static IEnumerable<Snapshot> Below(VmSnapshots set, Guid id, bool deep) =>
        set.Snapshots.Where(snapshot => snapshot.ParentId == id).SelectMany(child => deep ? [child, .. Below(set, child.Id, deep)] : new[] { child });

    private static bool Passes(VmSnapshots set, Snapshot snapshot, uint flags) =>
        Filters.Passes(flags, WithRecord, WithoutRecord, true)
        && Filters.Passes(flags, Leaves, NoLeaves, set.Snapshots.All(other => other.ParentId != snapshot.Id))
        && Fits(flags, Inactive | Active | DiskOnly, SnapshotDescription.StateOf(snapshot) switch { "shutoff" => Inactive, SnapshotDescription.OfDisks => DiskOnly, _ => Active })
        && Filters.Passes(flags, Internal, External, snapshot.IsInternal);

    private static bool Fits(uint flags, uint group, uint value) => (flags & group) == 0 || (flags & value) != 0;
}
