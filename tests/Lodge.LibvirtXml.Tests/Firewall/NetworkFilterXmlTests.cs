using System.Text.Json;
using Lodge.LibvirtXml.Firewall;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Firewall.Filters;
using Lodge.Model.Json;

namespace Lodge.LibvirtXml.Tests.Firewall;

/// <summary>Network filters as XML.</summary>
public sealed class NetworkFilterXmlTests
{
    [Fact]
    public void Filters_that_are_always_there_survive_as_XML()
    {
        foreach (var filter in BuiltinFilters.All)
        {
            var written = NetworkFilterXml.Write(filter);
            var read = NetworkFilterXml.Read(written);
            Assert.Equal(JsonOf(filter), JsonOf(read));
            Assert.Equal(written, NetworkFilterXml.Write(read));
        }
    }

    [Theory]
    [InlineData("no-mac-spoofing")]
    [InlineData("clean-traffic")]
    [InlineData("allow-dhcp-server")]
    public void Filter_validates_against_libvirts_schema(string name) =>
        Assert.Null(Tool.Validate(NetworkFilterXml.Write(BuiltinFilters.All.First(filter => filter.Name == name)), "nwfilter"));

    [Fact]
    public void Filter_of_a_client_is_read_as_it_is_meant()
    {
        var filter = NetworkFilterXml.Read(
            "<filter name='web' chain='root' priority='-5'><filterref filter='clean-traffic'><parameter name='IP' value='10.0.0.1'/></filterref>"
            + "<rule action='accept' direction='in' priority='100' statematch='0'><tcp-ipv6 match='no' dstportstart='80' comment='a &amp; b'/></rule>"
            + "<rule action='drop' direction='inout'><all/></rule></filter>");
        Assert.Equal(("web", "root", -5, 3), (filter.Name, filter.Chain, filter.Priority, filter.Entries?.Count));
        var rule = Assert.IsType<FilterRule>(filter.Entries![1]);
        Assert.Equal((FilterAction.Accept, FilterDirection.In, 100, false), (rule.Action, rule.Direction, rule.Priority, rule.Stateful));
        Assert.Equal((FilterProtocol.TcpIpv6, true), (rule.Match!.Protocol, rule.Match.Negated));
        Assert.Equal([new FilterAttribute("dstportstart", "80"), new FilterAttribute("comment", "a & b")], rule.Match.Attributes!);
        Assert.Equal(FilterProtocol.All, Assert.IsType<FilterRule>(filter.Entries[2]).Match!.Protocol);
    }

    [Theory]
    [InlineData("<filter/>", "missing attribute 'name'")]
    [InlineData("<filter name='a'><rule action='burn' direction='in'/></filter>", "'burn' for the attribute 'action'")]
    [InlineData("<filter name='a'><rule action='drop' direction='in'><tcp/><udp/></rule></filter>", "more than one protocol")]
    [InlineData("<network/>", "expecting <filter>")]
    public void Other_documents_are_refused(string xml, string expected) =>
        Assert.Contains(expected, Assert.Throws<LibvirtXmlException>(() => NetworkFilterXml.Read(xml)).Message, StringComparison.Ordinal);

    // A match without attributes may say so, or nothing.
    private static string JsonOf(NetworkFilter filter) =>
        JsonSerializer.Serialize(filter, ModelJson.Default.NetworkFilter).Replace(",\"attributes\":[]", "", StringComparison.Ordinal);
}
