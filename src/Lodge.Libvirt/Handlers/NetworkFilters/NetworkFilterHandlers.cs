using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.NetworkFilters;

/// <summary>Filters of network traffic. Lodge has none yet, so that lists are empty.</summary>
internal sealed class NetworkFilterHandlers
{
    [Procedure(RemoteProcedure.ConnectNumOfNwfilters)]
    public ConnectNumOfNwfiltersRet Count(Session session) => new(0);

    [Procedure(RemoteProcedure.ConnectListNwfilters)]
    public ConnectListNwfiltersRet List(Session session, ConnectListNwfiltersArgs args) => new([]);

    [Procedure(RemoteProcedure.ConnectListAllNwfilters)]
    public ConnectListAllNwfiltersRet ListAll(Session session, ConnectListAllNwfiltersArgs args) => new([], 0);

    [Procedure(RemoteProcedure.ConnectListAllNwfilterBindings)]
    public ConnectListAllNwfilterBindingsRet ListBindings(Session session, ConnectListAllNwfilterBindingsArgs args) => new([], 0);

    [Procedure(RemoteProcedure.NwfilterLookupByName)]
    public NwfilterLookupByNameRet ByName(Session session, NwfilterLookupByNameArgs args) =>
        throw Missing($"no nwfilter with matching name '{args.Name}'");

    [Procedure(RemoteProcedure.NwfilterLookupByUuid)]
    public NwfilterLookupByUuidRet ByUuid(Session session, NwfilterLookupByUuidArgs args) =>
        throw Missing($"no nwfilter with matching uuid '{args.Uuid}'");

    [Procedure(RemoteProcedure.NwfilterBindingLookupByPortDev)]
    public NwfilterBindingLookupByPortDevRet BindingByPort(Session session, NwfilterBindingLookupByPortDevArgs args) =>
        throw new LibvirtException(ErrorNumber.NoNwfilterBinding, ErrorOrigin.Nwfilter, $"no nwfilter binding for port dev '{args.Name}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoNwfilter, ErrorOrigin.Nwfilter, detail);
}
