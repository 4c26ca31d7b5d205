using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Json;
using Lodge.Model.Vms.Validation;
using Lodge.TestSupport;

namespace Lodge.Model.Tests.Vms.Validation;

/// <summary>
/// Every rule of the validators by example. A table has definitions in JSON, one a line (the name is added), and
/// below each, indented, the flaws that must be found, all of them; none for a sound one. Lines with # are remarks.
/// </summary>
public sealed class FlawTableTests
{
    [Theory]
    [InlineData("Identity")]
    [InlineData("Boot")]
    [InlineData("Cpu")]
    [InlineData("Memory")]
    [InlineData("Numa")]
    [InlineData("Platform")]
    [InlineData("Microvm")]
    [InlineData("Tuning")]
    [InlineData("Disks")]
    [InlineData("Throttle")]
    [InlineData("Nics")]
    [InlineData("Controllers")]
    [InlineData("Backends")]
    [InlineData("Displays")]
    [InlineData("Devices")]
    [InlineData("HostDevices")]
    [InlineData("Addresses")]
    public void Table_of_definitions_has_these_flaws(string table)
    {
        var file = $"Tables/{table}.txt";
        var written = File.ReadAllLines(PathOf(file));
        var found = written.Where(line => !line.StartsWith(' ')).SelectMany(line => line.StartsWith('{') ? [line, .. FlawsOf(line)] : new[] { line });
        Golden.Compare(file, string.Join('\n', found) + "\n");
    }

    [Fact]
    public void Each_table_is_looked_at() => Assert.Equal(
        Directory.GetFiles(PathOf("Tables")).Select(Path.GetFileNameWithoutExtension).Order(),
        typeof(FlawTableTests).GetMethod(nameof(Table_of_definitions_has_these_flaws))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(data => (string)data.Data[0]!).Order());

    private static IEnumerable<string> FlawsOf(string json)
    {
        var definition = JsonNode.Parse(json)!.AsObject();
        definition.TryAdd("name", "vm");
        return VmValidator.Check(definition.Deserialize(ModelJson.Default.VmDefinition)!).Select(flaw => $"  {flaw}");
    }

    private static string PathOf(string file, [CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, file);
}
