using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lodge.LibvirtXml.Networks;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Json;
using Lodge.Model.Networks;
using Lodge.TestSupport;

namespace Lodge.LibvirtXml.Tests.Networks;

/// <summary>
/// Networks as clients write them (<c>Golden/NAME.xml</c>), what they mean (<c>NAME.json</c>), and how they are written
/// again (<c>NAME.out.xml</c>), which is how libvirt's test driver writes them.
/// </summary>
public sealed partial class GoldenNetworkTests
{
    private static readonly JsonSerializerOptions s_indented = new(ModelJson.Default.Options) { WriteIndented = true };

    public static TheoryData<string> Names() =>
        [.. Directory.GetFiles(Folder(), "*.xml").Select(file => Path.GetFileName(file)!).Where(name => !name.EndsWith(".out.xml", StringComparison.Ordinal))
            .Select(name => name[..^4]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Network_as_a_client_writes_it_is_read_and_written_again(string name)
    {
        var network = NetworkXml.Read(Source(name));
        Golden.Compare($"Golden/{name}.json", JsonSerializer.Serialize(network, s_indented) + "\n");
        var written = NetworkXml.Write(network);
        Golden.Compare($"Golden/{name}.out.xml", written);
        Assert.Equal(written, NetworkXml.Write(NetworkXml.Read(written)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Written_network_validates_against_libvirts_schema(string name) =>
        Assert.Null(Tool.Validate(WithoutNewer(File.ReadAllText(Path.Combine(Folder(), $"{name}.out.xml"))), "network"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Network_is_written_as_by_libvirt(string name)
    {
        var network = NetworkXml.Read(Source(name));
        var libvirts = Tool.NormaliseNetwork(WithoutNewer(Source(name)), network.Name);
        Assert.SkipWhen(libvirts is null, "virsh is not installed");
        var known = NetworkXml.Read(libvirts) with { Title = network.Title, Description = network.Description, Domain = network.Domain };
        Assert.Equal(NetworkXml.Write(network), NetworkXml.Write(known));

        // Lodge writes prefixes of IPv4 as netmasks, those of routes as prefixes, times in the largest unit, and one sort of quotes.
        Assert.Equal(Lines(libvirts), Lines(WithoutNewer(NetworkXml.Write(network))));
    }

    [Fact]
    public void Running_network_tells_how_many_cards_are_plugged_in()
    {
        var written = NetworkXml.Write(NetworkXml.Read(Source("macvtap")), new Dictionary<string, int> { ["eth0"] = 2, ["eth1"] = 1 });
        Assert.Contains("<network connections='3'>", written, StringComparison.Ordinal);
        Assert.Contains("<interface dev='eth0' connections='2'/>", written, StringComparison.Ordinal);
        Assert.Null(Tool.Validate(written, "network"));
        Assert.Equal(NetworkXml.Write(NetworkXml.Read(Source("macvtap"))), NetworkXml.Write(NetworkXml.Read(written)));
        Assert.DoesNotContain("connections", NetworkXml.Write(NetworkXml.Read(Source("default")), new Dictionary<string, int> { [""] = 0 }), StringComparison.Ordinal);
    }

    private static string[] Lines(string xml) =>
        [.. EmptyElement().Replace(Varying().Replace(xml.Replace('"', '\''), ""), "/>").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    // Debian's libvirt does not know these yet.
    private static string WithoutNewer(string xml) => Newer().Replace(xml, "");

    private static string Source(string name) => File.ReadAllText(Path.Combine(Folder(), $"{name}.xml"));

    private static string Folder([CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, "Golden");

    [GeneratedRegex(@"<(title|description)>[^<]*</\1>| register=.yes.")]
    private static partial Regex Newer();

    [GeneratedRegex(@" (netmask|prefix|expiry|unit)='[^']*'|<dhcp/>")]
    private static partial Regex Varying();

    [GeneratedRegex(@">\s*</(ip|portgroup)>")]
    private static partial Regex EmptyElement();
}
