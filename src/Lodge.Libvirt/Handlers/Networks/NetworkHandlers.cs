using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.Networks;

/// <summary>Virtual networks. Lodge has none of its own yet: clients see an empty list, and use bridges or user networking.</summary>
internal sealed class NetworkHandlers
{
    [Procedure(RemoteProcedure.ConnectNumOfNetworks)]
    public ConnectNumOfNetworksRet CountActive(Session session) => new(0);

    [Procedure(RemoteProcedure.ConnectListNetworks)]
    public ConnectListNetworksRet ListActive(Session session, ConnectListNetworksArgs args) => new([]);

    [Procedure(RemoteProcedure.ConnectNumOfDefinedNetworks)]
    public ConnectNumOfDefinedNetworksRet CountInactive(Session session) => new(0);

    [Procedure(RemoteProcedure.ConnectListDefinedNetworks)]
    public ConnectListDefinedNetworksRet ListInactive(Session session, ConnectListDefinedNetworksArgs args) => new([]);

    [Procedure(RemoteProcedure.ConnectListAllNetworks)]
    public ConnectListAllNetworksRet ListAll(Session session, ConnectListAllNetworksArgs args) => new([], 0);

    [Procedure(RemoteProcedure.NetworkLookupByName)]
    public NetworkLookupByNameRet ByName(Session session, NetworkLookupByNameArgs args) =>
        throw Missing($"no network with matching name '{args.Name}'");

    [Procedure(RemoteProcedure.NetworkLookupByUuid)]
    public NetworkLookupByUuidRet ByUuid(Session session, NetworkLookupByUuidArgs args) =>
        throw Missing($"no network with matching uuid '{args.Uuid}'");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoNetwork, ErrorOrigin.Network, detail);
}
