using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Cli.Editing;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;

namespace Lodge.Cli.Tests.Editing;

public sealed class FieldAssignmentTests
{
    [Theory]
    [InlineData("memory.size=1GiB", "$.memory.size", "\"1GiB\"")]
    [InlineData("cpu.count=4", "$.cpu.count", "4")]
    [InlineData("autostart=true", "$.autostart", "true")]
    [InlineData("title=123", "$.title", "\"123\"")]
    [InlineData("title=a=b", "$.title", "\"a=b\"")]
    [InlineData("title=\"null\"", "$.title", "\"null\"")]
    [InlineData("title=", "$.title", "\"\"")]
    [InlineData("title=null", "$.title", null)]
    [InlineData("disks.1.readOnly=false", "$.disks[1].readOnly", "false")]
    [InlineData("disks[0].source.path=/srv/7", "$.disks[0].source.path", "\"/srv/7\"")]
    [InlineData("disks.2={\"source\":{\"type\":\"file\",\"path\":\"/n\"}}", "$.disks[2].source.path", "\"/n\"")]
    [InlineData("onCrash=preserve", "$.onCrash", "\"preserve\"")]
    [InlineData("nics=[]", "$.nics", "[]")]
    [InlineData("tuning.perfEvents=cpu_clock,page_faults", "$.tuning.perfEvents", "[\"cpu_clock\",\"page_faults\"]")]
    [InlineData("tuning.perfEvents=[\"cpu_clock\"]", "$.tuning.perfEvents", "[\"cpu_clock\"]")]
    [InlineData("machine.version=7.2", "$.machine.version", "\"7.2\"")]
    [InlineData("memory.sise=1GiB", "$.memory.sise", "\"1GiB\"")]
    public void Assignment_changes_one_field(string assignment, string path, string? expected)
    {
        var json = Apply(assignment);
        JsonNode? found = json;
        foreach (var part in path[2..].Replace("[", ".").Replace("]", "").Split('.'))
        {
            found = int.TryParse(part, out var index) ? found![index] : found![part];
        }

        Assert.Equal(expected, found?.ToJsonString());
    }

    [Fact]
    public void Null_takes_an_item_out_of_a_list() => Assert.Equal("/srv/data.raw", (string?)Apply("disks.0=null")["disks"]![0]!["source"]!["path"]);

    [Theory]
    [InlineData("autostart")]
    [InlineData("=5")]
    [InlineData("disks..x=1")]
    [InlineData("disks.7.readOnly=true")]
    [InlineData("disks.9=1")]
    [InlineData("disks.first.readOnly=true")]
    [InlineData("name.x=1")]
    public void Assignment_without_a_place_is_refused(string assignment) =>
        Assert.Equal(ErrorCode.InvalidArgument, Assert.Throws<LodgeException>(() => Apply(assignment)).Error.Code);

    private static JsonObject Apply(string assignment)
    {
        var type = ApiJson.Default.VmDefinition;
        var json = JsonSerializer.SerializeToNode(Samples.Definition(), type)!.AsObject();
        FieldAssignment.Apply(json, type, assignment);
        return json;
    }
}
