using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Cli.Editing;
using Lodge.Cli.Editing.Settings;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;

namespace Lodge.Cli.Tests.Editing.Settings;

public sealed class SettingAssignmentsTests
{
    private static readonly VmDefinition Vm = new(
        cpu: new() { Count = 4 },
        memory: new() { Size = ByteSize.FromGiB(2), Current = ByteSize.FromGiB(1) },
        disks: [new() { Name = "vda", Alias = "virtio-disk0", Throttle = new() { ReadIops = 7 } }, new() { Name = "vd-b" }],
        nics: [new() { Alias = "net0" }])
    {
        Name = "vm",
    };

    [Theory]
    [InlineData("memory=4G", "memory.size", "\"4GiB\"")]
    [InlineData("memory=4G", "memory.current", "\"1GiB\"")]
    [InlineData("memory=1G", "memory.current", null)]
    [InlineData("balloon=512M", "memory.current", "\"512M\"")]
    [InlineData("cpus=2", "cpu.current", "2")]
    [InlineData("cpus=2", "cpu.count", "4")]
    [InlineData("cpus=4", "cpu.current", null)]
    [InlineData("cpus=6", "cpu.count", "6")]
    [InlineData("cpus.max=8", "cpu.current", "4")]
    [InlineData("cpus=6 cpus.max=8", "cpu.current", "6")]
    [InlineData("cpus=6 cpus.max=8", "cpu.count", "8")]
    [InlineData("disk.vda.iops=500", "disks.0.throttle.totalIops", "500")]
    [InlineData("disk.vda.read-iops=null", "disks.0.throttle.readIops", null)]
    [InlineData("disk.virtio-disk0.bytes=100M", "disks.0.throttle.totalBytes", "104857600")]
    [InlineData("disk.vd-b.read-only=on", "disks.1.readOnly", "true")]
    [InlineData("disks.vda.throttle.totalIops=5", "disks.0.throttle.totalIops", "5")]
    [InlineData("disks.1.queues=2", "disks.1.queues", "2")]
    [InlineData("nic.net0.link=down", "nics.0.link", "\"down\"")]
    [InlineData("nic.net0.boot=1", "nics.0.bootOrder", "1")]
    [InlineData("cpu.weight=200", "tuning.cpu.weight", "200")]
    [InlineData("tuning.cpu.weight=200", "tuning.cpu.weight", "200")]
    [InlineData("on-crash=preserve", "onCrash", "\"preserve\"")]
    [InlineData("boot.secure-boot=yes", "boot.secureBoot", "true")]
    [InlineData("title=on", "title", "\"on\"")]
    [InlineData("autostart=off", "autostart", "false")]
    [InlineData("disk.vd-b=null", "disks.1", null)]
    public void Assignment_finds_its_field(string assignments, string path, string? expected)
    {
        JsonNode? found = JsonNode.Parse(SettingAssignments.Apply(Vm, assignments.Split(' ')));
        foreach (var part in path.Split('.'))
        {
            found = !int.TryParse(part, out var index) ? found?[part] : index < found!.AsArray().Count ? found[index] : null;
        }

        Assert.Equal(expected, found?.ToJsonString());
    }

    [Theory]
    [InlineData("memory", "has no name and value")]
    [InlineData("=5", "has no name and value")]
    [InlineData("disk.vdz.iops=5", "the list has 2 items, numbered from 0 or called virtio-disk0, vd-b, and none is 'vdz'")]
    public void Assignment_without_a_place_is_refused(string assignment, string message)
    {
        var error = Assert.Throws<LodgeException>(() => SettingAssignments.Apply(Vm, [assignment])).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    // The table cannot name a field that the definition does not have, nor an example that does not fit.
    [Fact]
    public void Every_short_name_leads_to_a_field_and_its_example_fits()
    {
        foreach (var setting in SettingNames.All)
        {
            var device = setting.Name.StartsWith("nic", StringComparison.Ordinal) ? "net0" : "vda";
            var path = setting.Path.Replace("*", device, StringComparison.Ordinal);
            Assert.Equal(path, SettingPath.Of(setting.Name.Replace("*", device, StringComparison.Ordinal)));

            var vm = Vm with { Cpu = new() { Count = 2 }, Disks = [Vm.Disks[0] with { Source = new Model.Vms.Devices.FileDiskSource { Path = "/a" } }] };
            var changed = SettingAssignments.Apply(vm, [$"{setting.Name.Replace("*", device, StringComparison.Ordinal)}={setting.Example}"]);
            var read = JsonSerializer.Deserialize(changed, ApiJson.Default.VmDefinition)!;
            Assert.NotEqual(DefinitionText.Of(vm), DefinitionText.Of(read));
        }
    }

    [Fact]
    public void Reference_lists_every_short_name() => GoldenFile.MatchesInRepository("docs/reference/set.md", Markdown());

    private static string Markdown()
    {
        var text = new StringBuilder("""
            # Names for `lodge set`

            <!-- Written by a test from the table of names: LODGE_UPDATE_GOLDEN=1 dotnet run --project tests/Lodge.Cli.Tests -->

            `lodge set NAME name=value …` changes single values of a VM's definition, and of the running VM where that is
            possible. A name is one of these, or the path of any field of the definition with dots: `tuning.cpu.weight`,
            `boot.secureBoot` (or `boot.secure-boot`). What can change while a VM runs, the command says each time.

            | name | field | meaning | example |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var setting in SettingNames.All)
        {
            text.Append($"| `{setting.Name}` | `{setting.Path}` | {setting.Meaning} | `{setting.Example}` |\n");
        }

        text.Append("""

            ## Devices
            A device goes by its alias or its name, `*` above: `disk.vda.cache=none`, `nic.net0.link=down`; or by its place in
            the list, counted from 0. `lodge devices NAME` lists them. The words for lists:

            """.ReplaceLineEndings("\n"));
        foreach (var list in SettingNames.Lists)
        {
            text.Append($"`{list.Key}` is `{list.Value}`; ");
        }

        text.Length -= 2;
        return text.Append("""
            .

            ## Values
            - Sizes: `512M`, `1GiB`, also for bytes a second. Switches: `on`, `off`, `true`, `false`.
            - `null` takes a field away, so that its default counts; `disk.vdb=null` takes the whole device away.
            - Lists and objects are written as JSON: `'nics=[]'`.

            """.ReplaceLineEndings("\n")).ToString();
    }
}
