using System.Runtime.CompilerServices;
using System.Text.Json;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Json;
using Lodge.Model.Vms;
using Lodge.TestSupport;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>
/// Domains as clients write them (<c>Golden/NAME.xml</c>), what they mean (<c>NAME.json</c>), and how they are written
/// again (<c>NAME.out.xml</c>).
/// </summary>
public sealed class GoldenDomainTests
{
    private static readonly JsonSerializerOptions s_indented = new(ModelJson.Default.Options) { WriteIndented = true };

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Folder(), "*.xml").Select(file => Path.GetFileName(file)!).Where(name => !name.EndsWith(".out.xml", StringComparison.Ordinal))
            .Select(name => name[..^4]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Domain_as_a_client_writes_it_is_read_and_written_again(string name)
    {
        var definition = DomainXml.Read(File.ReadAllText(Path.Combine(Folder(), $"{name}.xml")));
        Golden.Compare($"Golden/{name}.json", JsonSerializer.Serialize(definition, s_indented) + "\n");
        var written = Write(definition);
        Golden.Compare($"Golden/{name}.out.xml", written);
        Assert.Equal(written, Write(DomainXml.Read(written)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_domain_validates_against_libvirts_schema(string name)
    {
        var written = File.ReadAllText(Path.Combine(Folder(), $"{name}.out.xml"));
        Assert.SkipWhen(written.Contains("<!-- newer -->", StringComparison.Ordinal), "holds what Debian's libvirt does not know yet");
        Assert.Null(Tool.Validate(written, "domain"));
        Assert.NotNull(DomainXml.Read(written, validate: true));
    }

    [Theory]
    [InlineData("<vcpuu>2</vcpuu>", "the element <vcpuu> in <domain>")]
    [InlineData("<vcpu colour='red'>2</vcpu>", "the attribute 'colour' of <vcpu>")]
    [InlineData("<devices><disk type='file'><sauce file='/a'/><target dev='vda'/></disk></devices>", "the element <sauce> in <disk>")]
    public void What_the_schema_does_not_have_is_ignored_and_refused_where_it_shall_be_seen_to(string part, string what)
    {
        var xml = $"<domain type='kvm'>\n<name>a</name><memory>65536</memory><os><type>hvm</type></os>\n{part}</domain>";
        Assert.NotNull(DomainXml.Read(xml));
        var refused = Assert.Throws<LibvirtXmlException>(() => DomainXml.Read(xml, validate: true));
        Assert.Equal((XmlFault.OutsideSchema, 3), (refused.Fault, refused.Line));
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Completed_definition_survives_as_XML(string name)
    {
        var definition = VmNormalizer.Complete(DomainXml.Read(File.ReadAllText(Path.Combine(Folder(), $"{name}.xml"))));
        var written = Write(definition);
        Assert.Equal(written, Write(DomainXml.Read(written)));
        Assert.Null(Tool.Validate(written, "domain"));
    }

    private static string Write(VmDefinition definition) =>
        DomainXml.Write(definition, new DomainXmlOptions { Secure = true, HostAccelerator = Accelerator.Kvm });

    private static string Folder([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "Golden");
}
