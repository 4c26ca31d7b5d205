using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;
using Lodge.Model.Vms.Devices;

namespace Lodge.LibvirtXml.Networks;

/// <summary>Writes a whole network, in libvirt's order.</summary>
internal static class NetworkWriter
{
    public static void Write(XmlOut output, NetworkDefinition network, IReadOnlyDictionary<string, int> connections)
    {
        using var root = output.Element("network");
        output.Attr("connections", connections.Values.Sum() is > 0 and var plugged ? plugged : null)
            .YesNo("ipv6", network.GuestIpv6).YesNo("trustGuestRxFilters", network.Promiscuous);
        output.Leaf("name", network.Name);
        output.Leaf("uuid", network.Id == Guid.Empty ? null : network.Id.ToString("D"));
        output.Leaf("title", network.Title);
        output.Leaf("description", network.Description);
        NetworkExtras.Write(output, network);
        ForwardXml.Write(output, network, connections);
        BridgeXml.Write(output, network);
        DnsXml.WriteDomain(output, network.Domain);
        DnsXml.Write(output, network.Dns);
        VlanXml.Write(output, network.Vlan);
        BandwidthXml.Write(output, network.Bandwidth);
        using (output.ElementIfAny("port"))
        {
            output.YesNo("isolated", network.IsolatedPorts);
        }

        Each(network.Subnets, subnet => SubnetXml.Write(output, subnet));
        Each(network.Routes, route => RouteXml.Write(output, route));
        Each(network.PortGroups, group => PortGroupXml.Write(output, group));
    }

    private static void Each<T>(IReadOnlyList<T>? items, Action<T> write)
    {
        foreach (var item in items.OrEmpty())
        {
            write(item);
        }
    }
}
