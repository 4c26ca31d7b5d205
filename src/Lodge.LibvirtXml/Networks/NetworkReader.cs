using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary>Reads a whole network, section by section.</summary>
internal static class NetworkReader
{
    public static NetworkDefinition Read(Element root)
    {
        root.Attr("connections");
        var extras = NetworkExtras.Find(root);
        var forward = ForwardXml.Read(root);
        var definition = new NetworkDefinition([.. root.Children("ip").Select(SubnetXml.Read)])
        {
            Id = root.TextOf("uuid") is { } id ? root.Uuid(id) : Guid.Empty,
            Name = root.TextOf("name") ?? throw root.Invalid("missing element <name> in <network>"),
            Title = root.TextOf("title"),
            Description = root.Child("description")?.WholeText is { Length: > 0 } text ? text : null,
            Metadata = NetworkExtras.ReadMetadata(root),
            Mode = forward.Mode,
            Interfaces = forward.Interfaces,
            Macvtap = forward.Sharing,
            Nat = forward.Nat,
            Bridge = BridgeXml.Read(root, forward.Mode),
            Mtu = root.Child("mtu")?.NeedInt("size"),
            Domain = DnsXml.ReadDomain(root),
            Dns = DnsXml.Read(root),
            Vlan = VlanXml.Read(root),
            Bandwidth = BandwidthXml.Read(root, withFloor: false),
            IsolatedPorts = root.Child("port")?.YesNo("isolated"),
            Routes = Said(root.Children("route").Select(RouteXml.Read).ToList()),
            PortGroups = Said(root.Children("portgroup").Select(PortGroupXml.Read).ToList()),
            GuestIpv6 = root.YesNo("ipv6"),
            Promiscuous = root.YesNo("trustGuestRxFilters"),
        };
        return extras is null ? definition : NetworkExtras.Apply(extras, definition);
    }

    /// <summary>The list, or null when there is nothing in it.</summary>
    public static List<T>? Said<T>(List<T> list) => list.Count == 0 ? null : list;
}
