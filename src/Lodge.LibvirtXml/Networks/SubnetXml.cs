using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary><c>&lt;ip&gt;</c>: an address of the host in a network, and what is served around it.</summary>
internal static class SubnetXml
{
    public static SubnetDefinition Read(Element ip) => new()
    {
        Address = IpText.ReadPrefixed(ip),
        LocalPtr = ip.YesNo("localPtr"),
        TftpRoot = ip.Child("tftp")?.Need("root"),
        Dhcp = ip.Child("dhcp") is { } dhcp ? DhcpXml.Read(dhcp) : null,
    };

    public static void Write(XmlOut output, SubnetDefinition subnet)
    {
        using var element = output.Element("ip");
        IpText.WritePrefixed(output, subnet.Address, netmask: true);
        output.YesNo("localPtr", subnet.LocalPtr);
        using (output.ElementIfAny("tftp"))
        {
            output.Attr("root", subnet.TftpRoot);
        }

        DhcpXml.Write(output, subnet.Dhcp);
    }
}
