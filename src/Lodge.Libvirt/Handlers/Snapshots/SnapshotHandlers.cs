using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Snapshots;

/// <summary>Snapshots of domains. Lodge takes none yet: each domain has an empty list of them.</summary>
/// <param name="domains">All domains.</param>
internal sealed class SnapshotHandlers(DomainDirectory domains)
{
    [Procedure(RemoteProcedure.DomainSnapshotNum)]
    public DomainSnapshotNumRet Count(Session session, DomainSnapshotNumArgs args)
    {
        domains.Get(args.Dom);
        return new(0);
    }

    [Procedure(RemoteProcedure.DomainSnapshotListNames)]
    public DomainSnapshotListNamesRet ListNames(Session session, DomainSnapshotListNamesArgs args)
    {
        domains.Get(args.Dom);
        return new([]);
    }

    [Procedure(RemoteProcedure.DomainListAllSnapshots)]
    public DomainListAllSnapshotsRet ListAll(Session session, DomainListAllSnapshotsArgs args)
    {
        domains.Get(args.Dom);
        return new([], 0);
    }

    [Procedure(RemoteProcedure.DomainHasCurrentSnapshot)]
    public DomainHasCurrentSnapshotRet HasCurrent(Session session, DomainHasCurrentSnapshotArgs args)
    {
        domains.Get(args.Dom);
        return new(0);
    }

    [Procedure(RemoteProcedure.DomainSnapshotCurrent)]
    public DomainSnapshotCurrentRet Current(Session session, DomainSnapshotCurrentArgs args)
    {
        domains.Get(args.Dom);
        throw Missing("the domain does not have a current snapshot");
    }

    [Procedure(RemoteProcedure.DomainSnapshotLookupByName)]
    public DomainSnapshotLookupByNameRet ByName(Session session, DomainSnapshotLookupByNameArgs args)
    {
        domains.Get(args.Dom);
        throw Missing($"no domain snapshot with matching name '{args.Name}'");
    }

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoDomainSnapshot, ErrorOrigin.Qemu, detail);
}
