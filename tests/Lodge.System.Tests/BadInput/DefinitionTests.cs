using Lodge.Api.Contracts;
using Lodge.Model.Errors;
using Lodge.Model.Primitives;
using Lodge.Model.Vms;
using Lodge.System.Tests.Support;
using Lodge.TestSupport.Daemons;

namespace Lodge.System.Tests.BadInput;

/// <summary>Definitions that are wrong in themselves.</summary>
public sealed class DefinitionTests(DaemonFixture fixture) : IClassFixture<DaemonFixture>
{
    private LodgedProcess Daemon => fixture.Daemon;

    [Theory]
    [InlineData("""{"name": "x", "memry": {"size": "64MiB"}}""", ".memry'", "'memory'")]
    [InlineData("""{"name": "x", "disks": [{"source": {"type": "file", "pat": "/x"}}]}""", ".disks[0].source.pat'", "'path'")]
    [InlineData("""{"name": "x", "machine": {"type": "q34"}}""", "machine.type", "q35")]
    [InlineData("""{"name": "x", "cpu": {"count": "two"}}""", "cpu.count", "number", "\"two\"")]
    [InlineData("""{"name": "x", "disks": {}}""", "disks", "list")]
    [InlineData("""{"name": "x", "memory": {"size": "much"}}""", "memory.size", "much")]
    [InlineData("""{"name": "x", "cpu": {"count": 0}}""", "cpu.count", "0")]
    [InlineData("""{"name": "x", "memory": {"size": "1KiB"}}""", "memory.size", "1MiB")]
    [InlineData("""{"name": "../x"}""", "name", "../x")]
    [InlineData("""{}""", "name")]
    public async Task Definition_that_is_wrong_is_refused_with_the_name_of_the_field(string json, params string[] words) =>
        await Refused.DefinitionAsync(Daemon, ErrorCode.InvalidArgument, status: 2, json, words);

    [Fact]
    public async Task All_mistakes_of_a_definition_are_told_at_once() => await Refused.DefinitionAsync(
        Daemon, ErrorCode.InvalidArgument, status: 2, """{"name": "x", "memry": 1, "cpu": {"count": "two"}}""", "memry", "cpu.count");

    [Fact]
    public async Task Text_that_is_no_JSON_is_refused_with_its_place() => await Refused.DefinitionAsync(
        Daemon, ErrorCode.InvalidArgument, status: 2, "{\"name\": \"x\",\n \"cpu\" 2}", "line 2");

    [Fact]
    public async Task Name_used_twice_is_refused_whatever_the_way()
    {
        using var client = Daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = Small("taken") });
        await client.CreateVmAsync(new CreateVm { Definition = Small("other") });

        await Refused.DefinitionAsync(Daemon, ErrorCode.VmExists, status: 4, """{"name": "taken"}""", "'taken'");
        var renaming = await Refused.ByApiAsync(Daemon, ErrorCode.VmExists, ask => ask.RenameVmAsync("other", "taken"));
        Assert.Contains("'taken'", renaming.Message, StringComparison.Ordinal);
        await Refused.ByCommandAsync(Daemon, 4, ["rename", "other", "taken"]);
        await Refused.ByCommandAsync(Daemon, 2, ["edit", "other", "--set", "name=taken"]);
    }

    [Fact]
    public async Task Id_used_twice_is_refused()
    {
        using var client = Daemon.Client();
        var first = await client.CreateVmAsync(new CreateVm { Definition = Small("first") });

        await Refused.DefinitionAsync(
            Daemon, ErrorCode.VmExists, status: 4, $$"""{"name": "second", "id": "{{first.Id}}"}""", first.Id.ToString(), "first");
    }

    [Fact]
    public async Task VM_that_does_not_exist_is_told_with_the_one_that_was_meant()
    {
        using var client = Daemon.Client();
        await client.CreateVmAsync(new CreateVm { Definition = Small("webserver") });

        var error = await Refused.ByApiAsync(Daemon, ErrorCode.VmNotFound, ask => ask.StartVmAsync("websever"));
        Assert.Contains("webserver", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("webserver", await Refused.ByCommandAsync(Daemon, 3, ["start", "websever"]), StringComparison.Ordinal);
    }

    private static VmDefinition Small(string name) => new() { Name = name, Memory = new() { Size = ByteSize.FromMiB(16) } };
}
