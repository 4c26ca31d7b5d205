using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Api.Contracts.Checkpoints;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.States;

namespace Lodge.Cli.Tests.Commands;

public sealed class VmCommandTests
{
    private static readonly IReadOnlyList<VmSummary> Three =
    [
        Samples.Row("db", VmState.Stopped, VmReason.NeverStarted, TimeSpan.FromDays(1)),
        Samples.Row("web1", VmState.Running, VmReason.Booted, TimeSpan.FromMinutes(5)),
        Samples.Row("web2", VmState.Running, VmReason.Booted, TimeSpan.FromMinutes(5)),
    ];

    [Fact]
    public async Task List_prints_a_table_names_or_exactly_the_apis_json()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms", Three, ApiJson.Default.IReadOnlyListVmSummary);

        var table = await CommandLine.RunAsync(api, "list");
        var names = await CommandLine.RunAsync(api, "ls", "--running", "--names");
        var json = await CommandLine.RunAsync(api, "list", "--json");

        Assert.StartsWith("NAME  STATE", table.Out, StringComparison.Ordinal);
        Assert.Equal("db\nweb1\nweb2\n", names.Out);
        Assert.Equal("?state=running", api.Requests[1].Query);
        Assert.Equal(JsonSerializer.Serialize(Three, ApiJson.Default.IReadOnlyListVmSummary) + "\n", json.Out);
    }

    [Fact]
    public async Task Info_of_an_unknown_vm_shows_the_daemons_suggestion()
    {
        await using var api = await FakeApi.StartAsync();
        api.Fails("GET /v1/vms/wbe1", ErrorCode.VmNotFound, "There is no VM 'wbe1'.", "Did you mean 'web1'?");

        var text = await CommandLine.RunAsync(api, "info", "wbe1");
        var json = await CommandLine.RunAsync(api, "info", "wbe1", "--json");

        Assert.Equal(new(ExitStatus.NotFound, "", "lodge: There is no VM 'wbe1'.\n  → Did you mean 'web1'?\n"), text);
        var problem = JsonSerializer.Deserialize(json.Error, ApiJson.Default.Problem)!;
        Assert.Equal((404, ErrorCode.VmNotFound, "Did you mean 'web1'?"), (problem.Status, problem.Code, problem.Remedy));
    }

    [Fact]
    public async Task Several_vms_are_all_tried_and_the_worst_outcome_is_reported()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms/a/pause", Samples.Running("a"), ApiJson.Default.Vm)
            .Fails("POST /v1/vms/b/pause", ErrorCode.InvalidState, "VM 'b' is stopped.")
            .Fails("POST /v1/vms/c/pause", ErrorCode.VmNotFound, "There is no such VM.")
            .On("POST /v1/vms/d/pause", Samples.Running("d"), ApiJson.Default.Vm);

        var said = await CommandLine.RunAsync(api, "pause", "a", "b", "c", "d", "a");

        Assert.Equal(ExitStatus.Conflict, said.Status);
        Assert.Equal(["a is paused.", "d is paused."], said.Out.TrimEnd('\n').Split('\n').Order());
        Assert.Contains("lodge: VM 'b' is stopped.\n", said.Error, StringComparison.Ordinal);
        Assert.Contains("lodge: c: There is no such VM.\n", said.Error, StringComparison.Ordinal);
        Assert.Equal(4, api.Requests.Count);
    }

    [Fact]
    public async Task All_takes_those_that_fit_and_asks_before()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms", Three, ApiJson.Default.IReadOnlyListVmSummary)
            .On("POST /v1/vms/web1/kill", Samples.Stopped(), ApiJson.Default.Vm)
            .On("POST /v1/vms/web2/kill", Samples.Stopped("web2"), ApiJson.Default.Vm);

        var nobody = await CommandLine.RunAsync(api, "kill", "--all");
        Assert.Equal(ExitStatus.Usage, nobody.Status);

        var doubtful = new FakeConsole(terminal: true);
        doubtful.Type("n\n");
        Assert.Equal(ExitStatus.Interrupted, (await CommandLine.RunAsync(api, doubtful, ["kill", "--all"])).Status);
        Assert.Contains("kill 2 VMs: web1, web2? [y/N] ", doubtful.ErrorText, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, request => request.Line.StartsWith("POST", StringComparison.Ordinal));

        Assert.Equal(ExitStatus.Ok, (await CommandLine.RunAsync(api, "kill", "--all", "--yes")).Status);
        Assert.Equal(2, api.Requests.Count(request => request.Line.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Delete_with_force_kills_first_and_takes_the_save_along()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms/web1", Samples.Running(), ApiJson.Default.Vm)
            .On("GET /v1/vms/web1/snapshots", [], ApiJson.Default.IReadOnlyListSnapshotSummary)
            .On("GET /v1/vms/web1/checkpoints", [], ApiJson.Default.IReadOnlyListCheckpointSummary)
            .On("POST /v1/vms/web1/kill", Samples.Stopped(), ApiJson.Default.Vm)
            .On("DELETE /v1/vms/web1", new DeletedVm(["/disks/web1.qcow2"], ["/disks/base.qcow2"]), ApiJson.Default.DeletedVm);

        var said = await CommandLine.RunAsync(api, "delete", "web1", "--force", "--discard-save", "--disks");

        Assert.Equal(
            new(ExitStatus.Ok, "web1 is deleted.\n", "Deleted with it: /disks/web1.qcow2\nThese disks stay, since something else needs them: /disks/base.qcow2\n"), said);
        Assert.Equal(["POST /v1/vms/web1/kill", "DELETE /v1/vms/web1"], api.Requests.Select(request => request.Line).Where(line => !line.StartsWith("GET", StringComparison.Ordinal)));
        Assert.Equal("?discardSave=true&disks=true", api.Requests[^1].Query);
    }

    [Fact]
    public async Task Delete_with_force_kills_no_vm_that_it_is_not_going_to_delete()
    {
        await using var api = await FakeApi.StartAsync();
        var checkpoint = new CheckpointSummary { Id = Guid.NewGuid(), Name = "monday", CreatedAt = DateTimeOffset.UnixEpoch, Disks = ["vda"], Current = true };
        api.On("GET /v1/vms/web1", Samples.Running(), ApiJson.Default.Vm)
            .On("GET /v1/vms/web1/snapshots", [], ApiJson.Default.IReadOnlyListSnapshotSummary)
            .On("GET /v1/vms/web1/checkpoints", [checkpoint], ApiJson.Default.IReadOnlyListCheckpointSummary);

        var said = await CommandLine.RunAsync(api, "delete", "web1", "--force");

        Assert.Equal(ExitStatus.Conflict, said.Status);
        Assert.Contains("has 1 checkpoint, which would be lost; it is not killed.\n  → Delete them first: lodge checkpoint delete web1 monday", said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(api.Requests, request => request.Line.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_without_force_leaves_a_running_vm_alone()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms/web1", Samples.Running(), ApiJson.Default.Vm);

        var said = await CommandLine.RunAsync(api, "delete", "web1");

        Assert.Equal(ExitStatus.Conflict, said.Status);
        Assert.StartsWith("lodge: VM 'web1' is running, so it is not deleted.\n  → Stop it first", said.Error, StringComparison.Ordinal);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task Empty_list_is_empty_for_scripts_and_a_hint_for_people()
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<VmSummary>>("GET /v1/vms", [], ApiJson.Default.IReadOnlyListVmSummary);

        var said = await CommandLine.RunAsync(api, "list");

        Assert.Equal((ExitStatus.Ok, ""), (said.Status, said.Out));
        Assert.StartsWith("There are no such VMs.", said.Error, StringComparison.Ordinal);
        Assert.Equal("[]\n", (await CommandLine.RunAsync(api, "list", "--json")).Out);
    }

    [Fact]
    public async Task Daemon_that_is_not_there_is_status_6()
    {
        var said = await CommandLine.RunAsync(null, "list");

        Assert.Equal(ExitStatus.Unreachable, said.Status);
        Assert.Contains("/nowhere/api.sock does not exist", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_about_success_and_everything_about_failure()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms/a/resume", Samples.Running("a"), ApiJson.Default.Vm);

        Assert.Equal(new(ExitStatus.Ok, "", ""), await CommandLine.RunAsync(api, "resume", "a", "-q"));
        Assert.NotEmpty((await CommandLine.RunAsync(api, "resume", "b", "-q")).Error);
    }

    [Fact]
    public async Task Colours_appear_on_a_terminal_only_and_can_be_switched_off()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("GET /v1/vms", Three, ApiJson.Default.IReadOnlyListVmSummary);

        async Task<bool> HasColoursAsync(bool terminal, string[] args, params (string, string)[] environment) =>
            (await CommandLine.RunAsync(api, new FakeConsole(terminal), args, null, environment.ToDictionary())).Out.Contains('\e');

        Assert.True(await HasColoursAsync(true, ["list"]));
        Assert.False(await HasColoursAsync(false, ["list"]));
        Assert.False(await HasColoursAsync(true, ["list", "--no-color"]));
        Assert.False(await HasColoursAsync(true, ["list"], ("NO_COLOR", "1")));
        Assert.False(await HasColoursAsync(true, ["list", "--json"]));
    }

    [Fact]
    public async Task Version_without_a_daemon_still_tells_its_own()
    {
        var said = await CommandLine.RunAsync(null, "version");
        Assert.Equal(ExitStatus.Unreachable, said.Status);
        Assert.Matches(@"^lodge   \d+\.\d+\.\d+\n$", said.Out);
    }

    [Fact]
    public async Task Log_prints_the_bytes_as_they_are_or_the_last_lines()
    {
        await using var api = await FakeApi.StartAsync();
        api.OnBytes("GET /v1/vms/web1/log", () => "one\r\ntwo\r\n\e[31mthree\r\n"u8.ToArray());

        Assert.Equal("one\r\ntwo\r\n\e[31mthree\r\n", (await CommandLine.RunAsync(api, "log", "web1")).Out);
        Assert.Equal("\e[31mthree\r\n", (await CommandLine.RunAsync(api, "log", "web1", "--tail", "1", "--qemu")).Out);
        Assert.Contains("source=qemu", api.Requests[1].Query, StringComparison.Ordinal);
    }
}
