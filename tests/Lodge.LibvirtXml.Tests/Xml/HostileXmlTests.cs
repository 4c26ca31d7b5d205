using System.Diagnostics;
using System.Text;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms.Validation;

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

    // Each was quadratic once: with the size, time and memory grew without end.
    public static TheoryData<string> Large() => new()
    {
        In("<vcpu cpuset='" + Times(500_000, _ => "0-8191,") + "1'>1</vcpu>"),
        In("<cputune>" + Times(10_000, i => $"<vcpupin vcpu='{i}' cpuset='0-8191'/>") + "</cputune>"),
        In("<cpu><numa>" + Times(1024, i => $"<cell id='{i}' cpus='{i}' memory='1'/>") + "</numa></cpu><memoryBacking><hugepages>"
            + Times(1024, _ => "<page size='2' unit='M' nodeset='" + Times(400, i => $"{i + 4000},") + "1'/>") + "</hugepages></memoryBacking>"),
        In("<devices>" + Times(4000, i => $"<controller type='usb' index='{i}' model='ich9-uhci1'/>") + "</devices>"),
        In("<metadata>" + Times(50, level => "<m:m xmlns:m='u'" + Times(50, i => $" xmlns:p{level}x{i}='u' p{level}x{i}:a=''") + ">")
            + Times(40_000, _ => "<m:a/>") + Times(50, _ => "</m:m>") + "</metadata>"),
    };

    [Theory]
    [MemberData(nameof(Large), DisableDiscoveryEnumeration = true)]
    public void Large_document_costs_in_proportion_to_its_length(string xml)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        try
        {
            VmValidator.Check(DomainXml.Read(xml));
        }
        catch (LibvirtXmlException error)
        {
            Assert.InRange(error.Message.Length, 1, 1000);
        }

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (1 << 20) + (400L * xml.Length));
    }

    [Fact]
    public void Message_quotes_only_the_beginning_of_what_has_no_end() => Assert.InRange(
        Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(In($"<on_crash>{new string('x', 1 << 20)}</on_crash>"))).Message.Length, 100, 600);

    private static string In(string inner) =>
        $"<domain type='qemu'><name>a</name><memory>1048576</memory><os><type>hvm</type></os>{inner}</domain>";

    private static string Times(int count, Func<int, string> make) => string.Concat(Enumerable.Range(0, count).Select(make));

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
