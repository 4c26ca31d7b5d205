using System.Text.Json.Nodes;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Cli.Tests.Commands;

public sealed class EditCommandTests
{
    private const string Put = "POST /v1/vms/web1/change";
    private static readonly ChangeOutcome Done = new(Samples.Stopped(), [], []);
    private static readonly string PutById = $"POST /v1/vms/{Samples.WebId}/change";

    [Fact]
    public async Task Set_sends_the_changed_definition_with_the_revision_it_read()
    {
        await using var api = await StartAsync();
        api.On(Put, new ChangeOutcome(Samples.Running(runningRevision: 2), ["change the tuning"], [new("memory.size", "It is fixed when QEMU starts.")]), ApiJson.Default.ChangeOutcome);

        var said = await CommandLine.RunAsync(api, "edit", "web1", "--set", "memory.size=2GiB", "--set", "title=null");

        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.Equal("web1 is changed.\n", said.Out);
        Assert.Equal("  done now: change the tuning\n  at the next start: memory.size. It is fixed when QEMU starts.\n", said.Error);
        var put = api.Requests[^1];
        var sent = JsonNode.Parse(put.Body)!;
        Assert.Equal(("\"3\"", "2GiB", null, 2), (put.IfMatch, (string?)sent["memory"]!["size"], (string?)sent["title"], (int)sent["cpu"]!["count"]!));
    }

    [Fact]
    public async Task Set_that_meets_another_edit_changes_nothing_and_is_status_4()
    {
        await using var api = await StartAsync();
        api.Fails(Put, ErrorCode.RevisionMismatch, "VM 'web1' has changed since you read it: revision 4, not 3.", "Read it again.");

        var said = await CommandLine.RunAsync(api, "edit", "web1", "--set", "cpu.count=4");

        Assert.Equal(ExitStatus.Conflict, said.Status);
        Assert.Contains("revision 4, not 3", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_goes_out_as_it_stands()
    {
        await using var api = await StartAsync();
        api.On(Put, Done, ApiJson.Default.ChangeOutcome);
        var console = new FakeConsole();
        console.Type("{ \"name\": \"web1\",\n  \"memroy\": 1 }");
        console.EndInput();

        await CommandLine.RunAsync(api, console, ["edit", "web1", "--file", "-"]);

        Assert.Equal("{ \"name\": \"web1\",\n  \"memroy\": 1 }", api.Requests[^1].Body);
    }

    [Fact]
    public async Task Define_wraps_the_text_and_leaves_it_as_it_is()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms", Samples.Stopped(), ApiJson.Default.Vm, 201);
        var file = Path.Combine(api.Folder, "web1.json");
        await File.WriteAllTextAsync(file, "{\n \"name\": \"web1\"\n}");

        var said = await CommandLine.RunAsync(api, "define", file, "--start");

        Assert.Equal("web1 is defined, stopped (guest powered off).\n", said.Out);
        Assert.Equal("{\"start\":true,\"definition\":{\n \"name\": \"web1\"\n}}", api.Requests[^1].Body);
        Assert.Equal(ExitStatus.NotFound, (await CommandLine.RunAsync(api, "define", "/no/such.json")).Status);
    }

    [Fact]
    public async Task Editor_gets_the_definition_and_its_change_is_sent()
    {
        await using var api = await StartAsync();
        api.On(PutById, Done, ApiJson.Default.ChangeOutcome);

        var (said, console) = await EditAsync(api, "sed -i 's/\"count\": 2/\"count\": 8/'", "y\n");

        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.Contains("-     \"count\": 2\n+     \"count\": 8\n", console.ErrorText, StringComparison.Ordinal);
        Assert.Contains("Make this change? [y/N, e to edit it again] ", console.ErrorText, StringComparison.Ordinal);
        Assert.Equal(8, (int)JsonNode.Parse(api.Requests[^1].Body)!["cpu"]!["count"]!);
    }

    [Fact]
    public async Task Editor_that_changes_nothing_sends_nothing()
    {
        await using var api = await StartAsync();
        var (said, _) = await EditAsync(api, "true");

        Assert.Equal((ExitStatus.Ok, "Nothing was changed.\n"), (said.Status, said.Error));
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Mistake_in_the_editor_is_shown_and_the_same_text_can_be_edited_again()
    {
        await using var api = await StartAsync();
        var tries = 0;
        api.On(PutById, async (context, request) =>
        {
            var good = ++tries == 2 && request.Body.Contains("mistake", StringComparison.Ordinal) && request.Body.Contains("mended", StringComparison.Ordinal);
            context.Response.StatusCode = good ? 200 : 400;
            context.Response.ContentType = good ? "application/json" : "application/problem+json";
            await context.Response.Body.WriteAsync(good
                ? System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Done, ApiJson.Default.ChangeOutcome)
                : System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
                    ProblemMapper.ToProblem(new LodgeError(ErrorCode.InvalidArgument, "'mistake' is not a field.")), ApiJson.Default.Problem));
        });

        var script = "if grep -q mistake \"$1\"; then echo mended >> \"$1\"; else echo mistake >> \"$1\"; fi #";
        var (said, console) = await EditAsync(api, script, "y\ny\ny\n");

        Assert.Equal(ExitStatus.Ok, said.Status);
        Assert.Contains("lodge: 'mistake' is not a field.\n", console.ErrorText, StringComparison.Ordinal);
        Assert.Contains("Edit again? [y/N] ", console.ErrorText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_is_kept_when_somebody_else_was_faster()
    {
        await using var api = await StartAsync();
        api.Fails(PutById, ErrorCode.RevisionMismatch, "VM 'web1' has changed since you read it.", "Read it again.");

        var (said, _) = await EditAsync(api, "sed -i 's/\"count\": 2/\"count\": 8/'", "y\n");

        Assert.Equal(ExitStatus.Conflict, said.Status);
        var kept = said.Error[(said.Error.IndexOf("Your text is in ", StringComparison.Ordinal) + 16)..].TrimEnd('\n', '.');
        Assert.Contains("\"count\": 8", await File.ReadAllTextAsync(kept), StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
    }

    [Fact]
    public async Task Change_that_is_not_agreed_to_can_be_edited_again_or_left()
    {
        await using var api = await StartAsync();
        var (said, console) = await EditAsync(api, "sed -i 's/\"count\": [0-9]*/&0/'", "e\nn\n");

        Assert.Equal(ExitStatus.Interrupted, said.Status);
        Assert.Contains("+     \"count\": 200\n", console.ErrorText, StringComparison.Ordinal);
        Assert.Single(api.Requests);
        var kept = said.Error[(said.Error.IndexOf("Your text is in ", StringComparison.Ordinal) + 16)..].TrimEnd('\n', '.');
        Directory.Delete(Path.GetDirectoryName(kept)!, recursive: true);
    }

    [Fact]
    public async Task Editor_without_a_terminal_is_refused()
    {
        await using var api = await StartAsync();
        Assert.Equal(ExitStatus.Usage, (await CommandLine.RunAsync(api, "edit", "web1")).Status);
    }

    private static async Task<FakeApi> StartAsync() =>
        (await FakeApi.StartAsync()).On("GET /v1/vms/web1", Samples.Stopped(), ApiJson.Default.Vm);

    private static async Task<(CommandLine.Said Said, FakeConsole Console)> EditAsync(FakeApi api, string editor, string answers = "")
    {
        var console = new FakeConsole(terminal: true);
        console.Type(answers);
        var said = await CommandLine.RunAsync(api, console, ["edit", "web1", "--no-color"], null, new() { ["EDITOR"] = editor });
        return (said, console);
    }
}
