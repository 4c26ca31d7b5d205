using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Host.Devices;

namespace Lodge.Libvirt.Handlers.HostDevices;

/// <summary>Devices of the host: what they are, and giving PCI functions to guests and back.</summary>
/// <param name="engine">The engine.</param>
/// <param name="devices">All devices.</param>
internal sealed class NodeDeviceHandlers(LodgeEngine engine, NodeDeviceCatalogue devices)
{
    [Procedure(RemoteProcedure.NodeDeviceGetXmlDesc)]
    public NodeDeviceGetXmlDescRet GetXml(Session session, NodeDeviceGetXmlDescArgs args)
    {
        const uint Inactive = 1;
        CallFlags.Check(args.Flags, Inactive, "virNodeDeviceGetXMLDesc");
        return new(NodeDeviceXml.Write(devices.Get(args.Name), engine.Meters.ReadSmbios(), engine.Meters.MachineId));
    }

    [Procedure(RemoteProcedure.NodeDeviceGetParent)]
    public NodeDeviceGetParentRet GetParent(Session session, NodeDeviceGetParentArgs args) => new(devices.Get(args.Name).Parent);

    [Procedure(RemoteProcedure.NodeDeviceNumOfCaps)]
    public NodeDeviceNumOfCapsRet CountCapabilities(Session session, NodeDeviceNumOfCapsArgs args) =>
        new(NodeDeviceCatalogue.Capabilities(devices.Get(args.Name)).Count);

    [Procedure(RemoteProcedure.NodeDeviceListCaps)]
    public NodeDeviceListCapsRet ListCapabilities(Session session, NodeDeviceListCapsArgs args) =>
        new([.. NodeDeviceCatalogue.Capabilities(devices.Get(args.Name)).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.NodeDeviceDettach)]
    public void Detach(Session session, NodeDeviceDettachArgs args) => engine.HostDevices.Detach(devices.Get(args.Name), null);

    [Procedure(RemoteProcedure.NodeDeviceDetachFlags)]
    public void Detach(Session session, NodeDeviceDetachFlagsArgs args)
    {
        CallFlags.Check(args.Flags, 0, "virNodeDeviceDetachFlags");

        // 'vfio' is what libvirt calls the way, not the driver.
        engine.HostDevices.Detach(devices.Get(args.Name), args.DriverName is "vfio" ? null : args.DriverName);
    }

    [Procedure(RemoteProcedure.NodeDeviceReAttach)]
    public void Reattach(Session session, NodeDeviceReAttachArgs args) => engine.HostDevices.Reattach(devices.Get(args.Name));

    [Procedure(RemoteProcedure.NodeDeviceReset)]
    public void Reset(Session session, NodeDeviceResetArgs args) => engine.HostDevices.Reset(devices.Get(args.Name));

    /// <summary>What is there is active; the kernel finds it again after the next boot.</summary>
    [Procedure(RemoteProcedure.NodeDeviceIsActive)]
    public NodeDeviceIsActiveRet IsActive(Session session, NodeDeviceIsActiveArgs args)
    {
        devices.Get(args.Name);
        return new(1);
    }

    [Procedure(RemoteProcedure.NodeDeviceIsPersistent)]
    public NodeDeviceIsPersistentRet IsPersistent(Session session, NodeDeviceIsPersistentArgs args)
    {
        devices.Get(args.Name);
        return new(1);
    }

    [Procedure(RemoteProcedure.NodeDeviceGetAutostart)]
    public NodeDeviceGetAutostartRet GetAutostart(Session session, NodeDeviceGetAutostartArgs args)
    {
        devices.Get(args.Name);
        return new(1);
    }
}
