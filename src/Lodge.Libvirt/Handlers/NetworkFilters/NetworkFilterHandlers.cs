using Lodge.Engine.Firewall;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Firewall;
using Lodge.Model.Firewall.Filters;

namespace Lodge.Libvirt.Handlers.NetworkFilters;

/// <summary>Filters of network traffic: those that are always there, and others that are defined.</summary>
/// <param name="filters">All filters.</param>
internal sealed class NetworkFilterHandlers(NetworkFilterService filters)
{
    private const uint Validate = 1;

    [Procedure(RemoteProcedure.ConnectNumOfNwfilters)]
    public ConnectNumOfNwfiltersRet Count(Session session) => new(filters.List().Count);

    [Procedure(RemoteProcedure.ConnectListNwfilters)]
    public ConnectListNwfiltersRet List(Session session, ConnectListNwfiltersArgs args) =>
        new([.. filters.List().Take(args.Maxnames).Select(filter => filter.Name)]);

    [Procedure(RemoteProcedure.ConnectListAllNwfilters)]
    public ConnectListAllNwfiltersRet ListAll(Session session, ConnectListAllNwfiltersArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virConnectListAllNWFilters");
        var found = filters.List().Select(Handle).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.NwfilterLookupByName)]
    public NwfilterLookupByNameRet ByName(Session session, NwfilterLookupByNameArgs args) =>
        new(Handle(filters.List().FirstOrDefault(filter => filter.Name == args.Name) ?? throw Missing($"no nwfilter with matching name '{args.Name}'")));

    [Procedure(RemoteProcedure.NwfilterLookupByUuid)]
    public NwfilterLookupByUuidRet ByUuid(Session session, NwfilterLookupByUuidArgs args) => new(Handle(Get(args.Uuid)));

    [Procedure(RemoteProcedure.NwfilterGetXmlDesc)]
    public NwfilterGetXmlDescRet GetXml(Session session, NwfilterGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNWFilterGetXMLDesc");
        return new(NetworkFilterXml.Write(Get(args.Nwfilter.Uuid)));
    }

    [Procedure(RemoteProcedure.NwfilterDefineXml)]
    public async ValueTask<NwfilterDefineXmlRet> DefineAsync(Session session, NwfilterDefineXmlArgs args, CancellationToken cancellation) =>
        new(Handle(await filters.DefineAsync(NetworkFilterXml.Read(args.Xml), cancellation)));

    [Procedure(RemoteProcedure.NwfilterDefineXmlFlags)]
    public async ValueTask<NwfilterDefineXmlFlagsRet> DefineAsync(Session session, NwfilterDefineXmlFlagsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Validate, "virNWFilterDefineXMLFlags");
        return new(Handle(await filters.DefineAsync(NetworkFilterXml.Read(args.Xml, (args.Flags & Validate) != 0), cancellation)));
    }

    [Procedure(RemoteProcedure.NwfilterUndefine)]
    public async ValueTask UndefineAsync(Session session, NwfilterUndefineArgs args, CancellationToken cancellation) =>
        await filters.UndefineAsync(Get(args.Nwfilter.Uuid).Name, cancellation);

    private static Nwfilter Handle(NetworkFilter filter) => new(filter.Name, filter.Id);

    private NetworkFilter Get(Guid uuid) => filters.List().FirstOrDefault(filter => filter.Id == uuid) ?? throw Missing($"no nwfilter with matching uuid '{uuid}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoNwfilter, ErrorOrigin.Nwfilter, detail);
}
