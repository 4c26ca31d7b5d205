using System.Text.Json;
using System.Text.RegularExpressions;
using Lodge.LibvirtXml.Domain;
using Lodge.LibvirtXml.Tests.Support;
using Lodge.Model.Json;
using Lodge.Model.Vms;

namespace Lodge.LibvirtXml.Tests.Domain;

/// <summary>Random definitions with all their members come back from XML: whatever the model has, the XML holds.</summary>
public sealed partial class RandomDomainTests
{
    private const int Rounds = 100;

    /// <summary>What XML says by leaving it out.</summary>
    private static readonly string[] s_leftOut =
    [
        "autostart=True", // no part of the XML
        "autostart=False",
        "cpu.match=exact",
        "memory.backing.locked=False",
        "memory.backing.noSharePages=False",
        "memory.backing.discard=False",
        "fileSystems[].readOnly=False",
        "backend.type=managed",
        "backend.telnet=False",
    ];

    [Fact]
    public void Every_member_of_a_definition_survives_as_XML()
    {
        var random = new Random(42);
        var lost = new SortedDictionary<string, string>();
        for (var round = 0; round < Rounds; round++)
        {
            var definition = ConsistentModel.Of(new RandomModel(random).Make<VmDefinition>());
            var written = Write(definition);
            var read = DomainXml.Read(written);
            Assert.Equal(written, Write(read));
            var after = Leaves(read);
            foreach (var (path, value) in Leaves(definition))
            {
                if (!after.TryGetValue(path, out var now) || now != value)
                {
                    var place = Index().Replace(path, "[]");
                    if (!s_leftOut.Any(known => $"{place}={value}".EndsWith(known, StringComparison.Ordinal)))
                    {
                        lost.TryAdd(place, $"{path}: {value} -> {now ?? "nothing"}");
                    }
                }
            }
        }

        Assert.True(lost.Count == 0, string.Join('\n', lost.Values));
    }

    private static string Write(VmDefinition definition) =>
        DomainXml.Write(definition, new DomainXmlOptions { Secure = true, HostAccelerator = Accelerator.Kvm });

    private static Dictionary<string, string> Leaves(VmDefinition definition)
    {
        var leaves = new Dictionary<string, string>();
        Walk(JsonSerializer.SerializeToElement(definition, ModelJson.Default.VmDefinition), "", leaves);
        return leaves;
    }

    private static void Walk(JsonElement element, string path, Dictionary<string, string> leaves)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Walk(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}", leaves);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Walk(item, $"{path}[{index++}]", leaves);
                }

                break;
            default:
                leaves[path] = element.ToString();
                break;
        }
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
