using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>
/// libvirt itself reads what is written, and writes the same: its test driver parses and formats domains without a
/// daemon. What it adds is its own: names of test networks, memory of cards.
/// </summary>
public sealed partial class TestDriverTests
{
    [Theory]
    [InlineData("linux-uefi")]
    [InlineData("windows11")]
    [InlineData("old-pc")]
    [InlineData("cloud")]
    [InlineData("microvm")]
    public void Libvirt_writes_the_same(string name)
    {
        var definition = VmNormalizer.Complete(DomainXml.Read(File.ReadAllText(Path.Combine(Folder(), "Golden", $"{name}.xml"))));
        var written = DomainType().Replace(DomainXml.Write(definition, new DomainXmlOptions()), "<domain type='test'", 1);
        var theirs = Tool.Normalise(written, definition.Name);
        Assert.SkipWhen(theirs is null, "virsh with the test driver (libvirt-clients) is not installed");
        Assert.Equal(Plain(written), Plain(theirs));
    }

    private static string Plain(string xml) => Additions().Replace(xml, "").Replace(">\n    </redirdev>", "/>", StringComparison.Ordinal).Trim();

    [GeneratedRegex("<domain type='[a-z]+'")]
    private static partial Regex DomainType();

    [GeneratedRegex(@" *<target dev='testnet\d+'/>\n| ram='\d+'| vram='\d+'")]
    private static partial Regex Additions();

    private static string Folder([CallerFilePath] string caller = "") => Path.GetDirectoryName(caller)!;
}
