using Lodge.Engine;
using Lodge.Engine.Vms.Changes;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Handlers.Domains.Tuning;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Networks;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Changes;
using Lodge.Model.Vms.Devices;
using Network = Lodge.Model.Networks.Network;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>Cards that are plugged into networks, as libvirt's network ports. They come and go with the cards.</summary>
/// <param name="engine">The engine.</param>
/// <param name="directory">Finds networks.</param>
internal sealed class NetworkPortHandlers(LodgeEngine engine, NetworkDirectory directory)
{
    [Procedure(RemoteProcedure.NetworkListAllPorts)]
    public NetworkListAllPortsRet ListAll(Session session, NetworkListAllPortsArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNetworkListAllPorts");
        var network = directory.Get(args.Network);
        var ports = engine.Networks.ListPlugs(network.Id.ToString()).Select(plug => Handle(network, plug)).ToArray();
        return new(args.NeedResults != 0 ? ports : [], (uint)ports.Length);
    }

    [Procedure(RemoteProcedure.NetworkPortLookupByUuid)]
    public NetworkPortLookupByUuidRet ByUuid(Session session, NetworkPortLookupByUuidArgs args)
    {
        var network = directory.Get(args.Network);
        return new(Handle(network, Plug(network, args.Uuid)));
    }

    [Procedure(RemoteProcedure.NetworkPortGetXmlDesc)]
    public NetworkPortGetXmlDescRet GetXml(Session session, NetworkPortGetXmlDescArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNetworkPortGetXMLDesc");
        var network = directory.Get(args.Port.Net);
        var plug = Plug(network, args.Port.Uuid);
        return new(NetworkPortXml.Write(plug, Card(plug), network.Runtime?.Definition ?? network.Definition));
    }

    [Procedure(RemoteProcedure.NetworkPortGetParameters)]
    public NetworkPortGetParametersRet GetParameters(Session session, NetworkPortGetParametersArgs args)
    {
        CallFlags.Check(args.Flags, ParameterReply.StringsOkay, "virNetworkPortGetParameters");
        var card = Card(Plug(directory.Get(args.Port.Net), args.Port.Uuid));
        var (found, count) = ParameterReply.Of(BandwidthParameters.Read(card?.Bandwidth), args.Nparams, args.Flags);
        return new(found, count);
    }

    /// <summary>Limits the card, as long as its VM runs.</summary>
    [Procedure(RemoteProcedure.NetworkPortSetParameters)]
    public async ValueTask SetParametersAsync(Session session, NetworkPortSetParametersArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, 0, "virNetworkPortSetParameters");
        var plug = Plug(directory.Get(args.Port.Net), args.Port.Uuid);
        await engine.Changes.EditAsync(
            plug.VmId.ToString(),
            vm => vm.FindDevice(plug.Alias) is NicDefinition nic
                ? DeviceEditing.With(vm, nic with { Bandwidth = BandwidthParameters.Apply(nic.Bandwidth, args.Params) }) : throw Missing(args.Port.Uuid),
            new ChangeRequest { Scope = ChangeScope.Live },
            cancellation);
    }

    [Procedure(RemoteProcedure.NetworkPortCreateXml)]
    public NetworkPortCreateXmlRet Create(Session session, NetworkPortCreateXmlArgs args)
    {
        directory.Get(args.Network);
        throw NetworkDirectory.Unsupported("ports are made with the cards of domains; attach an interface of the type 'network' to one");
    }

    [Procedure(RemoteProcedure.NetworkPortDelete)]
    public void Delete(Session session, NetworkPortDeleteArgs args)
    {
        var plug = Plug(directory.Get(args.Port.Net), args.Port.Uuid);
        throw NetworkDirectory.Unsupported($"the port belongs to interface '{plug.Interface}' of domain '{plug.VmName}', and goes when that is detached");
    }

    private static NetworkPort Handle(Network network, NicPlug plug) => new(NetworkDirectory.HandleOf(network), plug.PortId);

    private NicPlug Plug(Network network, Guid uuid) =>
        engine.Networks.ListPlugs(network.Id.ToString()).FirstOrDefault(plug => plug.PortId == uuid) ?? throw Missing(uuid);

    private NicDefinition? Card(NicPlug plug) => engine.Vms.Find(plug.VmId)?.CurrentDefinition.FindDevice(plug.Alias) as NicDefinition;

    private static LibvirtException Missing(Guid uuid) => new(ErrorNumber.NoNetworkPort, ErrorOrigin.Network, $"no network port with matching uuid '{uuid}'");
}
