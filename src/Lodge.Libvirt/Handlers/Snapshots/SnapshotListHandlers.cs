using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Snapshots;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Listing and counting snapshots, and which come from which.</summary>
/// <param name="snapshots">All snapshots.</param>
internal sealed class SnapshotListHandlers(SnapshotDirectory snapshots)
{
    [Procedure(RemoteProcedure.DomainSnapshotNum)]
    public DomainSnapshotNumRet Count(Session session, DomainSnapshotNumArgs args) => new(List(args.Dom, args.Flags, "virDomainSnapshotNum").Count);

    [Procedure(RemoteProcedure.DomainSnapshotListNames)]
    public DomainSnapshotListNamesRet ListNames(Session session, DomainSnapshotListNamesArgs args) =>
        new(Names(List(args.Dom, args.Flags, "virDomainSnapshotListNames"), args.Maxnames));

    [Procedure(RemoteProcedure.DomainListAllSnapshots)]
    public DomainListAllSnapshotsRet ListAll(Session session, DomainListAllSnapshotsArgs args)
    {
        var found = List(args.Dom, args.Flags, "virDomainListAllSnapshots");
        return new(args.NeedResults == 0 ? [] : [.. found.Select(snapshot => SnapshotDirectory.Handle(args.Dom, snapshot))], found.Count);
    }

    [Procedure(RemoteProcedure.DomainSnapshotNumChildren)]
    public DomainSnapshotNumChildrenRet CountChildren(Session session, DomainSnapshotNumChildrenArgs args) =>
        new(Children(args.Snap, args.Flags, "virDomainSnapshotNumChildren").Count);

    [Procedure(RemoteProcedure.DomainSnapshotListChildrenNames)]
    public DomainSnapshotListChildrenNamesRet ListChildrenNames(Session session, DomainSnapshotListChildrenNamesArgs args) =>
        new(Names(Children(args.Snap, args.Flags, "virDomainSnapshotListChildrenNames"), args.Maxnames));

    [Procedure(RemoteProcedure.DomainSnapshotListAllChildren)]
    public DomainSnapshotListAllChildrenRet ListAllChildren(Session session, DomainSnapshotListAllChildrenArgs args)
    {
        var found = Children(args.Snapshot, args.Flags, "virDomainSnapshotListAllChildren");
        return new(args.NeedResults == 0 ? [] : [.. found.Select(child => SnapshotDirectory.Handle(args.Snapshot.Dom, child))], found.Count);
    }

    [Procedure(RemoteProcedure.DomainSnapshotGetParent)]
    public DomainSnapshotGetParentRet GetParent(Session session, DomainSnapshotGetParentArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virDomainSnapshotGetParent");
        var (_, all, found) = snapshots.Get(args.Snap);
        var parent = all.Snapshots.FirstOrDefault(other => other.Id == found.ParentId)
            ?? throw SnapshotDirectory.Missing($"snapshot '{found.Name}' does not have a parent");
        return new(SnapshotDirectory.Handle(args.Snap.Dom, parent));
    }

    private IReadOnlyList<Snapshot> List(Domain domain, uint flags, string function)
    {
        CallFlags.Check(flags, SnapshotFilter.All, function);
        return SnapshotFilter.Of(snapshots.Of(domain), null, flags);
    }

    private IReadOnlyList<Snapshot> Children(DomainSnapshot handle, uint flags, string function)
    {
        CallFlags.Check(flags, SnapshotFilter.All, function);
        var (_, all, found) = snapshots.Get(handle);
        return SnapshotFilter.Of(all, found, flags);
    }

    private static string[] Names(IReadOnlyList<Snapshot> found, int most) => [.. found.Take(Math.Max(0, most)).Select(snapshot => snapshot.Name)];
}
