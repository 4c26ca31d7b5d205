using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Json;
using Lodge.Model.Vms;
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
    [InlineData("NetworkDisks")]
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

    // What completing adds (aliases, addresses, controllers, usual devices) must pass the same rules.
    [Fact]
    public void Sound_definition_is_sound_when_it_is_completed_too()
    {
        var sound = Directory.GetFiles(PathOf("Tables")).SelectMany(File.ReadAllLines)
            .Where(line => line.StartsWith('{') && !FlawsOf(line).Any()).ToList();
        Assert.True(sound.Count > 50);
        var flaws = sound.SelectMany(line => VmValidator.Check(VmNormalizer.Complete(Read(line))).Select(flaw => $"{line}: {flaw}")).ToList();
        Assert.True(flaws.Count == 0, string.Join('\n', flaws));
    }

    private static IEnumerable<string> FlawsOf(string json) => VmValidator.Check(Read(json)).Select(flaw => $"  {flaw}");

    private static VmDefinition Read(string json)
    {
        var definition = JsonNode.Parse(json)!.AsObject();
        definition.TryAdd("name", "vm");
        return definition.Deserialize(ModelJson.Default.VmDefinition)!;
    }

    private static string PathOf(string file, [CallerFilePath] string caller = "") => Path.Combine(Path.GetDirectoryName(caller)!, file);
}
