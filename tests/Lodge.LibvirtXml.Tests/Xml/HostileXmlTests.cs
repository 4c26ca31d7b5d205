using System.Text;
using Lodge.LibvirtXml.Domain;

namespace Lodge.LibvirtXml.Tests.Xml;

/// <summary>XML that means harm gets an error, at once and in bounded memory.</summary>
public sealed class HostileXmlTests
{
    public static TheoryData<string> Hostile() => new()
    {
        "",
        "   ",
        "no xml at all",
        "<domain",
        "<domain><name>x</domain>",
        "<domain/><domain/>",
        "<domain a='1' a='2'/>",
        "<a:domain/>",
        "<domain>\u0001</domain>",
        "<domain>&unknown;</domain>",
        "<!DOCTYPE domain><domain/>",
        "<!DOCTYPE d [<!ENTITY a '1'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><domain>&b;</domain>",
        "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain>&x;</domain>",
        "<?xml version='1.0' encoding='UTF-16'?><domain/>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><domain/>",
        string.Concat(Enumerable.Repeat("<domain>", 10_000)),
        "<domain " + string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"a{i}=''")) + "/>",
        "<domain>" + string.Concat(Enumerable.Repeat("<a/>", 200_000)) + "</domain>",
        "<domain>" + new string(' ', 5 << 20) + "</domain>",
        "<domain type='" + new string('x', 5 << 20) + "'/>",
    };

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Hostile_document_is_malformed_and_costs_little(string xml)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(xml));
        Assert.Equal(XmlFault.Malformed, error.Fault);
        Assert.InRange(error.Message.Length, 1, 400);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 << 20);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x3c, 0x00 })]
    [InlineData(new byte[] { 0x3c, 0x61, 0x3e, 0xc3, 0x28 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    public void Bytes_that_are_not_UTF8_are_refused(byte[] bytes) => Assert.Equal(
        "The XML is not UTF-8.", Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(bytes)).Message);

    [Fact]
    public void Malformed_document_names_the_line() => Assert.Equal(
        3, Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(Encoding.UTF8.GetBytes("<domain>\n<name>x</name>\n</wrong>"))).Line);
}
