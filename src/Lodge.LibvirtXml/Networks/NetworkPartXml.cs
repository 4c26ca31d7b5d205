using Lodge.LibvirtXml.Xml;
using Lodge.Model.Networks;

namespace Lodge.LibvirtXml.Networks;

/// <summary>
/// Parts of a network, each alone, as they are added, changed and deleted by. To delete, a client may say less than the
/// whole: what it leaves out matches anything.
/// </summary>
public static class NetworkPartXml
{
    /// <summary>A reserved address. To delete, its address may be empty.</summary>
    /// <exception cref="LibvirtXmlException">It is malformed, wrong, or more than Lodge does.</exception>
    public static DhcpReservation ReadReservation(string xml, bool toDelete) => Read(xml, "host", host => toDelete ? DhcpXml.AnyHost(host) : DhcpXml.Host(host));

    /// <summary>A range of addresses.</summary>
    /// <inheritdoc cref="ReadReservation"/>
    public static AddressRange ReadRange(string xml) => Read(xml, "range", DhcpXml.Range);

    /// <summary>The name of an interface of the host.</summary>
    /// <inheritdoc cref="ReadReservation"/>
    public static string ReadInterface(string xml) => Read(xml, "interface", ForwardXml.Interface);

    /// <summary>A port group.</summary>
    /// <inheritdoc cref="ReadReservation"/>
    public static PortGroupDefinition ReadPortGroup(string xml) => Read(xml, "portgroup", PortGroupXml.Read);

    /// <summary>An address with names. To delete, its address or its names may be empty.</summary>
    /// <inheritdoc cref="ReadReservation"/>
    public static DnsHost ReadDnsHost(string xml, bool toDelete) => Read(xml, "host", host => toDelete ? DnsXml.AnyHost(host) : DnsXml.Host(host));

    /// <summary>A text. To delete, its value may be empty.</summary>
    /// <inheritdoc cref="ReadReservation"/>
    public static DnsText ReadDnsText(string xml, bool toDelete) =>
        Read(xml, "txt", text => toDelete ? new DnsText { Name = text.Need("name"), Value = text.Attr("value") ?? "" } : DnsXml.Text(text));

    /// <summary>A service. To delete, what it is and its protocol may be empty.</summary>
    /// <inheritdoc cref="ReadReservation"/>
    public static DnsService ReadDnsService(string xml, bool toDelete) => Read(xml, "srv", service => DnsXml.Service(service, needed: !toDelete));

    private static T Read<T>(string xml, string name, Func<Element, T> read)
    {
        var root = XmlTree.Parse(xml);
        if (root.Name != name)
        {
            throw root.Refuse(XmlFault.Invalid, $"unexpected element <{root.Name}>, expecting <{name}>, while updating a network");
        }

        var part = read(root);
        Unread.Check(root);
        return part;
    }
}
