using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Finding a domain by what a person knows of it.</summary>
/// <param name="domains">All domains.</param>
internal sealed class DomainLookupHandlers(DomainDirectory domains)
{
    [Procedure(RemoteProcedure.DomainLookupById)]
    public DomainLookupByIdRet ById(Session session, DomainLookupByIdArgs args) => new(domains.Handle(domains.ByNumber(args.Id)));

    [Procedure(RemoteProcedure.DomainLookupByName)]
    public DomainLookupByNameRet ByName(Session session, DomainLookupByNameArgs args) => new(domains.Handle(domains.ByName(args.Name)));

    [Procedure(RemoteProcedure.DomainLookupByUuid)]
    public DomainLookupByUuidRet ByUuid(Session session, DomainLookupByUuidArgs args) => new(domains.Handle(domains.ByUuid(args.Uuid)));
}
