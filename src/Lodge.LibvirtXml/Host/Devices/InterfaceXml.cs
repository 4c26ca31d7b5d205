using Lodge.LibvirtXml.Xml;
using Lodge.Model.Host.Devices;

namespace Lodge.LibvirtXml.Host.Devices;

/// <summary><c>&lt;interface&gt;</c>: a network interface of the host.</summary>
public static class InterfaceXml
{
    /// <summary>Writes it.</summary>
    /// <param name="one">The interface.</param>
    /// <param name="all">All of the host, among which its ports are.</param>
    public static string Write(HostInterface one, IReadOnlyList<HostInterface> all)
    {
        var output = new XmlOut();
        using (output.Element("interface"))
        {
            output.Attr("type", Type(one.Kind)).Attr("name", one.Name);
            if (one.Mtu > 0)
            {
                using var mtu = output.Element("mtu");
                output.Attr("size", one.Mtu);
            }

            if (one.Kind == HostInterfaceKind.Ethernet)
            {
                WriteCard(output, one);
            }
            else
            {
                WritePorts(output, one, all);
            }
        }

        return output.ToString();
    }

    internal static void WriteLink(XmlOut output, NetLink link)
    {
        using var element = output.Element("link");
        output.Attr("speed", link.Speed).Attr("state", link.State);
    }

    private static void WriteCard(XmlOut output, HostInterface card)
    {
        WriteLink(output, card.Link);
        if (card.Mac is not null)
        {
            using var mac = output.Element("mac");
            output.Attr("address", card.Mac);
        }
    }

    private static void WritePorts(XmlOut output, HostInterface one, IReadOnlyList<HostInterface> all)
    {
        using var element = output.Element(Type(one.Kind));
        output.Attr("tag", one.Vlan).OnOff("stp", one.SpanningTree);
        foreach (var name in one.Ports)
        {
            using var port = output.Element("interface");
            if (one.Kind == HostInterfaceKind.Vlan)
            {
                output.Attr("name", name);
                continue;
            }

            output.Attr("type", "ethernet").Attr("name", name);
            if (all.FirstOrDefault(candidate => candidate.Name == name) is { } card)
            {
                WriteCard(output, card);
            }
        }
    }

    private static string Type(HostInterfaceKind kind) => kind switch
    {
        HostInterfaceKind.Bridge => "bridge",
        HostInterfaceKind.Bond => "bond",
        HostInterfaceKind.Vlan => "vlan",
        _ => "ethernet",
    };
}
