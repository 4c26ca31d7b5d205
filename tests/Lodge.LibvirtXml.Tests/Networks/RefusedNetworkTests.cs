using Lodge.LibvirtXml.Networks;

namespace Lodge.LibvirtXml.Tests.Networks;

/// <summary>What libvirt knows of networks and Lodge does not do is refused by name, and what makes no sense with its line.</summary>
public sealed class RefusedNetworkTests
{
    [Theory]
    [InlineData("<forward mode='hostdev' managed='yes'/>", "'hostdev' for the attribute 'mode'")]
    [InlineData("<forward><driver name='vfio'/></forward>", "the element <driver> in <forward>")]
    [InlineData("<forward><pf dev='eth0'/></forward>", "the element <pf> in <forward>")]
    [InlineData("<forward managed='yes'/>", "the attribute 'managed' of <forward>")]
    [InlineData("<virtualport type='openvswitch'/>", "the element <virtualport> in <network>")]
    [InlineData("<portgroup name='a'><virtualport type='openvswitch'/></portgroup>", "the element <virtualport> in <portgroup>")]
    [InlineData("<bridge macTableManager='libvirt'/>", "'libvirt' for the attribute 'macTableManager'")]
    [InlineData("<vlan><tag id='1' nativeMode='tagged'/></vlan>", "'tagged' for the attribute 'nativeMode'")]
    [InlineData("<bandwidth><inbound average='1' floor='1'/></bandwidth>", "the attribute 'floor'")]
    [InlineData("<d:options xmlns:d='http://libvirt.org/schemas/network/dnsmasq/1.0'><d:option value='x'/></d:options>", "the element <options>")]
    public void What_Lodge_does_not_do_is_unsupported(string inner, string expected)
    {
        var refused = Refuse(inner);
        Assert.Equal(XmlFault.Unsupported, refused.Fault);
        Assert.StartsWith("unsupported configuration: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<ip/>", "missing attribute 'address'")]
    [InlineData("<ip address='10.1'/>", "'10.1' for the attribute 'address' of <ip> is not an IP address")]
    [InlineData("<ip address='[::1]'/>", "is not an IP address")]
    [InlineData("<ip address='fd12::1'/>", "say family='ipv6'")]
    [InlineData("<ip address='10.1.0.1' netmask='255.0.255.0'/>", "is not a netmask")]
    [InlineData("<ip address='10.1.0.1' prefix='33'/>", "it is 0 to 32")]
    [InlineData("<ip address='10.1.0.1' prefix='8' netmask='255.0.0.0'/>", "both a netmask and a prefix")]
    [InlineData("<ip address='10.1.0.1'><dhcp><host ip='10.1.0.2'/></dhcp></ip>", "needs 'mac', 'id' or 'name'")]
    [InlineData("<ip address='10.1.0.1'><dhcp><range start='10.1.0.2' end='10.1.0.3'><lease expiry='1' unit='days'/></range></dhcp></ip>", "'days' for the attribute 'unit'")]
    [InlineData("<forward mode='bridge'/><bridge name='br0' stp='on'/>", "bridge delay, stp and zone")]
    [InlineData("<forward dev='eth0'><interface dev='eth1'/></forward>", "the first <interface>")]
    [InlineData("<forward mode='sideways'/>", "'sideways' for the attribute 'mode'")]
    [InlineData("<dns><forwarder/></dns>", "<forwarder> needs")]
    [InlineData("<dns><host ip='10.1.0.1'/></dns>", "missing hostname")]
    [InlineData("<vlan/>", "missing <tag>")]
    [InlineData("<vlan trunk='no'><tag id='1'/><tag id='2'/></vlan>", "several VLANs are a trunk")]
    [InlineData("<bandwidth><outbound peak='5'/></bandwidth>", "needs 'average'")]
    [InlineData("<uuid>x</uuid>", "is not a UUID")]
    public void What_makes_no_sense_is_an_XML_error(string inner, string expected)
    {
        var refused = Refuse(inner);
        Assert.Equal((XmlFault.Invalid, 1), (refused.Fault, refused.Line));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<domain/>")]
    [InlineData("<network>")]
    public void Other_documents_are_malformed(string xml) =>
        Assert.Equal(XmlFault.Malformed, Assert.Throws<LibvirtXmlException>(() => NetworkXml.Read(xml)).Fault);

    [Fact]
    public void What_no_schema_knows_is_ignored_as_by_libvirt() =>
        Assert.Equal("a", NetworkXml.Read("<network surprise='1'><name>a</name><more/><x:y xmlns:x='urn:x'/></network>").Name);

    [Fact]
    public void Parts_of_networks_are_read_alone_and_refused_alone()
    {
        Assert.Equal("fd12::5", NetworkPartXml.ReadReservation("<host id='0:1' ip='FD12::5'/>", toDelete: false).Address);
        Assert.Equal("a", NetworkPartXml.ReadReservation("<host name='a'/>", toDelete: true).Name);
        Assert.Contains("missing attribute 'ip'", Part(() => NetworkPartXml.ReadReservation("<host name='a'/>", toDelete: false)).Message, StringComparison.Ordinal);
        Assert.Contains("expecting <range>", Part(() => NetworkPartXml.ReadRange("<host/>")).Message, StringComparison.Ordinal);
        Assert.Equal(XmlFault.Unsupported, Part(() => NetworkPartXml.ReadPortGroup("<portgroup name='a'><virtualport type='802.1Qbg'/></portgroup>")).Fault);
        Assert.Equal("ldap", NetworkPartXml.ReadDnsService("<srv service='ldap'/>", toDelete: true).Service);
    }

    private static LibvirtXmlException Part(Func<object> read) => Assert.Throws<LibvirtXmlException>(read);

    private static LibvirtXmlException Refuse(string inner) =>
        Assert.Throws<LibvirtXmlException>(() => NetworkXml.Read($"<network><name>a</name>{inner}</network>"));
}
