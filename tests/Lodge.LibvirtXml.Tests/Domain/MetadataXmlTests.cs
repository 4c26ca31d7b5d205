using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Tests.Domain;

public sealed class MetadataXmlTests
{
    [Fact]
    public void Element_of_an_application_is_set_read_replaced_and_taken_away()
    {
        var kept = MetadataXml.Set(null, "a", "urn:a", "<note level='1'><line>one &amp; two</line></note>");
        Assert.Equal("<a:note xmlns:a=\"urn:a\" level=\"1\">\n  <a:line>one &amp; two</a:line>\n</a:note>", kept!.Metadata);
        kept = MetadataXml.Set(kept, "b", "urn:b", "<other/>");
        kept = MetadataXml.Set(kept, "a", "urn:a", "<note/>");
        Assert.Equal("<note/>", MetadataXml.Get(kept, "urn:a"));
        Assert.Equal("<other/>", MetadataXml.Get(kept, "urn:b"));
        Assert.Null(MetadataXml.Get(kept, "urn:c"));
        kept = MetadataXml.Set(kept, "b", "urn:b", null);
        Assert.Equal("<a:note xmlns:a=\"urn:a\"/>", kept!.Metadata);
        Assert.Null(MetadataXml.Set(kept, "a", "urn:a", null));
    }

    [Fact]
    public void Rest_of_what_is_kept_stays() => Assert.Equal(
        "<qemu:x/>", MetadataXml.Set(new KeptXml { Qemu = "<qemu:x/>", Metadata = "<a xmlns=\"urn:a\"/>" }, "a", "urn:a", null)!.Qemu);

    [Theory]
    [InlineData("xmlns", "urn:a")]
    [InlineData("xml", "urn:a")]
    [InlineData("a", "http://www.w3.org/2000/xmlns/")]
    [InlineData("a", "\u0001")]
    public void Prefix_or_namespace_that_XML_has_not_is_refused(string prefix, string uri) =>
        Assert.Equal(XmlFault.Invalid, Assert.Throws<LibvirtXmlException>(() => MetadataXml.Set(null, prefix, uri, "<note/>")).Fault);

    [Fact]
    public void Attribute_without_a_prefix_keeps_the_namespace_of_its_element()
    {
        var kept = MetadataXml.Set(null, "a", "urn:a", "<note><b xmlns='urn:b' c='d'><e/></b></note>");
        Assert.Equal("<note>\n  <b xmlns=\"urn:b\" c=\"d\">\n    <e/>\n  </b>\n</note>", MetadataXml.Get(kept, "urn:a"));
    }

    [Theory]
    [InlineData("<open>", XmlFault.Malformed)]
    [InlineData("", XmlFault.Malformed)]
    [InlineData("<a/><b/>", XmlFault.Malformed)]
    public void Malformed_element_is_refused(string xml, XmlFault fault) =>
        Assert.Equal(fault, Assert.Throws<LibvirtXmlException>(() => MetadataXml.Set(null, "a", "urn:a", xml)).Fault);
}
