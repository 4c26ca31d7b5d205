using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;portgroup&gt;</c>: a named set of settings that cards can choose.</summary>
internal static class PortGroupXml
{
    public static PortGroupDefinition Read(Element group) => new()
    {
        Name = group.Need("name"),
        Default = group.YesNo("default"),
        Promiscuous = group.YesNo("trustGuestRxFilters"),
        Vlan = VlanXml.Read(group),
        Bandwidth = BandwidthXml.Read(group, withFloor: false),
    };

    public static void Write(XmlOut output, PortGroupDefinition group)
    {
        using var element = output.Element("portgroup");
        output.Attr("name", group.Name).YesNo("default", group.Default).YesNo("trustGuestRxFilters", group.Promiscuous);
        VlanXml.Write(output, group.Vlan);
        BandwidthXml.Write(output, group.Bandwidth);
    }
}
