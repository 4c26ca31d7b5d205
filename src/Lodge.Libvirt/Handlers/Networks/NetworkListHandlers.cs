using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>Listing networks, and looking one up.</summary>
/// <param name="networks">All networks.</param>
internal sealed class NetworkListHandlers(NetworkDirectory networks)
{
    [Procedure(RemoteProcedure.ConnectListAllNetworks)]
    public ConnectListAllNetworksRet ListAll(Session session, ConnectListAllNetworksArgs args)
    {
        CallFlags.Check(args.Flags, ObjectFilter.All, "virConnectListAllNetworks");
        var found = networks.All().Where(network => Passes(network, args.Flags)).Select(NetworkDirectory.HandleOf).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.ConnectNumOfNetworks)]
    public ConnectNumOfNetworksRet CountActive(Session session) => new(Names(active: true).Count());

    [Procedure(RemoteProcedure.ConnectListNetworks)]
    public ConnectListNetworksRet ListActive(Session session, ConnectListNetworksArgs args) => new([.. Names(active: true).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.ConnectNumOfDefinedNetworks)]
    public ConnectNumOfDefinedNetworksRet CountInactive(Session session) => new(Names(active: false).Count());

    [Procedure(RemoteProcedure.ConnectListDefinedNetworks)]
    public ConnectListDefinedNetworksRet ListInactive(Session session, ConnectListDefinedNetworksArgs args) =>
        new([.. Names(active: false).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.NetworkLookupByName)]
    public NetworkLookupByNameRet ByName(Session session, NetworkLookupByNameArgs args) => new(NetworkDirectory.HandleOf(networks.ByName(args.Name)));

    [Procedure(RemoteProcedure.NetworkLookupByUuid)]
    public NetworkLookupByUuidRet ByUuid(Session session, NetworkLookupByUuidArgs args) => new(NetworkDirectory.HandleOf(networks.ByUuid(args.Uuid)));

    private IEnumerable<string> Names(bool active) => networks.All().Where(network => network.IsActive == active).Select(network => network.Name);

    private static bool Passes(Model.Networks.Network network, uint flags) =>
        ObjectFilter.Passes(flags, network.IsActive, network.Persistent, network.Definition.Autostart);
}
