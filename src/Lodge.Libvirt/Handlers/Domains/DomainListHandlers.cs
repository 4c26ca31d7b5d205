using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Domains;

/// <summary>Listing and counting domains.</summary>
/// <param name="domains">All domains.</param>
/// <param name="engine">Knows snapshots and checkpoints.</param>
internal sealed class DomainListHandlers(DomainDirectory domains, LodgeEngine engine)
{
    [Procedure(RemoteProcedure.ConnectListAllDomains)]
    public ConnectListAllDomainsRet ListAll(Session session, ConnectListAllDomainsArgs args)
    {
        CallFlags.Check(args.Flags, DomainFilter.All, "virConnectListAllDomains");
        var found = domains.All().Where(vm => DomainFilter.Matches(vm, args.Flags, engine)).ToList();
        return new ConnectListAllDomainsRet(
            args.NeedResults == 0 ? [] : [.. found.Select(domains.Handle)], (uint)found.Count);
    }

    [Procedure(RemoteProcedure.ConnectNumOfDomains)]
    public ConnectNumOfDomainsRet CountActive(Session session) => new(Active().Count());

    [Procedure(RemoteProcedure.ConnectListDomains)]
    public ConnectListDomainsRet ListActive(Session session, ConnectListDomainsArgs args) =>
        new([.. Active().Take(Most(args.Maxids)).Select(domains.NumberOf)]);

    [Procedure(RemoteProcedure.ConnectNumOfDefinedDomains)]
    public ConnectNumOfDefinedDomainsRet CountInactive(Session session) => new(Inactive().Count());

    [Procedure(RemoteProcedure.ConnectListDefinedDomains)]
    public ConnectListDefinedDomainsRet ListInactive(Session session, ConnectListDefinedDomainsArgs args) =>
        new([.. Inactive().Take(Most(args.Maxnames)).Select(vm => vm.Name)]);

    private IEnumerable<Vm> Active() => domains.All().Where(vm => vm.Status.IsLive);

    private IEnumerable<Vm> Inactive() => domains.All().Where(vm => !vm.Status.IsLive);

    private static int Most(int wanted) => wanted >= 0
        ? wanted
        : throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Rpc, $"{wanted} is no number of entries");
}
