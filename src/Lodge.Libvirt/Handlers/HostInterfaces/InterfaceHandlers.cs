using Lodge.Engine.Host;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Host.Devices;
using Lodge.Model.Host.Devices;

namespace Lodge.Libvirt.Handlers.HostInterfaces;

/// <summary>
/// Network interfaces of the host, to look at. Lodge leaves their configuration to the host's own tools: calls that would
/// define or change one have no handler.
/// </summary>
/// <param name="devices">The host's devices.</param>
internal sealed class InterfaceHandlers(HostDeviceService devices)
{
    private const uint Inactive = 1;
    private const uint Active = 2;

    [Procedure(RemoteProcedure.ConnectListAllInterfaces)]
    public ConnectListAllInterfacesRet ListAll(Session session, ConnectListAllInterfacesArgs args)
    {
        var found = devices.ReadInterfaces().Where(one => Filters.Passes(args.Flags, Active, Inactive, one.Up)).Select(Handle).ToArray();
        return new(args.NeedResults != 0 ? found : [], (uint)found.Length);
    }

    [Procedure(RemoteProcedure.ConnectNumOfInterfaces)]
    public ConnectNumOfInterfacesRet CountActive(Session session) => new(Names(active: true).Count());

    [Procedure(RemoteProcedure.ConnectListInterfaces)]
    public ConnectListInterfacesRet ListActive(Session session, ConnectListInterfacesArgs args) => new([.. Names(active: true).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.ConnectNumOfDefinedInterfaces)]
    public ConnectNumOfDefinedInterfacesRet CountInactive(Session session) => new(Names(active: false).Count());

    [Procedure(RemoteProcedure.ConnectListDefinedInterfaces)]
    public ConnectListDefinedInterfacesRet ListInactive(Session session, ConnectListDefinedInterfacesArgs args) =>
        new([.. Names(active: false).Take(args.Maxnames)]);

    [Procedure(RemoteProcedure.InterfaceLookupByName)]
    public InterfaceLookupByNameRet ByName(Session session, InterfaceLookupByNameArgs args) => new(Handle(Get(args.Name)));

    [Procedure(RemoteProcedure.InterfaceLookupByMacString)]
    public InterfaceLookupByMacStringRet ByMac(Session session, InterfaceLookupByMacStringArgs args)
    {
        var found = devices.ReadInterfaces().Where(one => string.Equals(one.Mac, args.Mac, StringComparison.OrdinalIgnoreCase)).ToList();
        return found.Count switch
        {
            0 => throw Missing($"couldn't find interface with MAC address '{args.Mac}'"),
            1 => new(Handle(found[0])),
            _ => throw new LibvirtException(
                ErrorNumber.MultipleInterfaces, ErrorOrigin.Interface, $"multiple interfaces with MAC address '{args.Mac}': {string.Join(", ", found.Select(one => one.Name))}"),
        };
    }

    [Procedure(RemoteProcedure.InterfaceGetXmlDesc)]
    public InterfaceGetXmlDescRet GetXml(Session session, InterfaceGetXmlDescArgs args)
    {
        const uint Configured = 1;
        CallFlags.Check(args.Flags, Configured, "virInterfaceGetXMLDesc");
        return new(InterfaceXml.Write(Get(args.Iface.Name), devices.ReadInterfaces()));
    }

    [Procedure(RemoteProcedure.InterfaceIsActive)]
    public InterfaceIsActiveRet IsActive(Session session, InterfaceIsActiveArgs args) => new(Get(args.Iface.Name).Up ? 1 : 0);

    private IEnumerable<string> Names(bool active) => devices.ReadInterfaces().Where(one => one.Up == active).Select(one => one.Name);

    private HostInterface Get(string name) =>
        devices.ReadInterfaces().FirstOrDefault(one => one.Name == name) ?? throw Missing($"couldn't find interface named '{name}'");

    private static Interface Handle(HostInterface one) => new(one.Name, one.Mac ?? "");

    private static LibvirtException Missing(string detail) => new(ErrorNumber.NoInterface, ErrorOrigin.Interface, detail);
}
