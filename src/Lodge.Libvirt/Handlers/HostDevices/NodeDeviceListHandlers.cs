using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;

namespace Lodge.Libvirt.Handlers.HostDevices;

/// <summary>Listing devices of the host, and looking one up.</summary>
/// <param name="devices">All devices.</param>
internal sealed class NodeDeviceListHandlers(NodeDeviceCatalogue devices)
{
    [Procedure(RemoteProcedure.ConnectListAllNodeDevices)]
    public ConnectListAllNodeDevicesRet ListAll(Session session, ConnectListAllNodeDevicesArgs args)
    {
        var found = devices.Where(args.Flags).Select(device => new NodeDevice(device.Name)).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.NodeNumOfDevices)]
    public NodeNumOfDevicesRet Count(Session session, NodeNumOfDevicesArgs args) => new(devices.Names(args.Cap).Count());

    [Procedure(RemoteProcedure.NodeListDevices)]
    public NodeListDevicesRet List(Session session, NodeListDevicesArgs args) => new([.. devices.Names(args.Cap).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.NodeDeviceLookupByName)]
    public NodeDeviceLookupByNameRet ByName(Session session, NodeDeviceLookupByNameArgs args) => new(new NodeDevice(devices.Get(args.Name).Name));
}
