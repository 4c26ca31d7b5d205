using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Firewall;
using Lodge.Model.Firewall;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.Libvirt.Handlers.NetworkFilters;

/// <summary>Cards of running VMs that are held to filters. They come and go with the cards.</summary>
/// <param name="engine">The engine.</param>
internal sealed class FilterBindingHandlers(LodgeEngine engine)
{
    [Procedure(RemoteProcedure.ConnectListAllNwfilterBindings)]
    public ConnectListAllNwfilterBindingsRet ListAll(Session session, ConnectListAllNwfilterBindingsArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virConnectListAllNWFilterBindings");
        var found = All().Select(Handle).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.NwfilterBindingLookupByPortDev)]
    public NwfilterBindingLookupByPortDevRet ByPort(Session session, NwfilterBindingLookupByPortDevArgs args) => new(Handle(Get(args.Name)));

    [Procedure(RemoteProcedure.NwfilterBindingGetXmlDesc)]
    public NwfilterBindingGetXmlDescRet GetXml(Session session, NwfilterBindingGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNWFilterBindingGetXMLDesc");
        var (plug, filter) = Get(args.Nwfilter.Portdev);
        return new(FilterBindingXml.Write(plug, filter));
    }

    [Procedure(RemoteProcedure.NwfilterBindingCreateXml)]
    public NwfilterBindingCreateXmlRet Create(Session session, NwfilterBindingCreateXmlArgs args) =>
        throw Unsupported("bindings are made with the cards of domains; give the interface a <filterref>");

    [Procedure(RemoteProcedure.NwfilterBindingDelete)]
    public void Delete(Session session, NwfilterBindingDeleteArgs args)
    {
        var (plug, _) = Get(args.Nwfilter.Portdev);
        throw Unsupported($"the binding belongs to interface '{plug.Interface}' of domain '{plug.VmName}', and goes with its <filterref>");
    }

    private IEnumerable<(NicPlug Plug, FilterBinding Filter)> All() =>
        from plug in engine.Networks.ListPlugs(null)
        let filter = (engine.Vms.Find(plug.VmId)?.CurrentDefinition.FindDevice(plug.Alias) as NicDefinition)?.Filter
        where filter is not null
        select (plug, filter);

    private (NicPlug Plug, FilterBinding Filter) Get(string port) => All().FirstOrDefault(binding => binding.Plug.Interface == port) is { Plug: not null } found
        ? found : throw new LibvirtException(ErrorNumber.NoNwfilterBinding, ErrorOrigin.Nwfilter, $"no nwfilter binding for port dev '{port}'");

    private static NwfilterBinding Handle((NicPlug Plug, FilterBinding Filter) binding) => new(binding.Plug.Interface, binding.Filter.Name);

    private static LibvirtException Unsupported(string detail) => new(ErrorNumber.OperationUnsupported, ErrorOrigin.Nwfilter, detail);
}
