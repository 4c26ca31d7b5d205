using System.Text;
using System.Text.Json;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Guest;

namespace Lodge.Cli.Tests.Commands;

public sealed class AgentCommandTests
{
    [Fact]
    public async Task Exec_passes_input_and_output_and_the_exit_status_through()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms/web1/agent/exec", Result(3), ApiJson.Default.GuestCommandResult);
        var console = new FakeConsole();
        console.Type("in");
        console.EndInput();

        var said = await CommandLine.RunAsync(api, console, ["exec", "web1", "--timeout", "1m", "--", "sh", "-c", "cat; exit 3"]);

        Assert.Equal(new((ExitStatus)3, "out\n", "err\n"), said);
        var request = JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.ExecuteInGuest)!;
        Assert.Equal(("sh", "-c|cat; exit 3", 60), (request.Command.Program, string.Join('|', request.Command.Arguments!), request.TimeoutSeconds));
        Assert.Equal("in", Encoding.UTF8.GetString(request.Command.Input!));
    }

    [Fact]
    public async Task Exec_at_a_terminal_gives_the_program_nothing_to_read()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("POST /v1/vms/web1/agent/exec", Result(null) with { Signal = 9 }, ApiJson.Default.GuestCommandResult);

        var said = await CommandLine.RunAsync(api, new FakeConsole(terminal: true), ["exec", "web1", "true"]);

        Assert.Equal((ExitStatus)137, said.Status);
        Assert.Null(JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.ExecuteInGuest)!.Command.Input);
    }

    [Theory]
    [InlineData(ErrorCode.AgentFailed, "Failed to execute child process “dog” (No such file or directory)", 127)]
    [InlineData(ErrorCode.AgentFailed, "Failed to execute child process “/etc” (Permission denied)", 126)]
    [InlineData(ErrorCode.AgentUnresponsive, "No guest agent runs in VM 'web1'.", 125)]
    [InlineData(ErrorCode.VmNotFound, "There is no VM 'web1'.", 125)]
    public async Task Exec_that_ran_nothing_has_a_status_of_its_own(ErrorCode code, string message, int status)
    {
        await using var api = await FakeApi.StartAsync();
        api.Fails("POST /v1/vms/web1/agent/exec", code, message);

        Assert.Equal(new((ExitStatus)status, "", $"lodge: {message}\n"), await CommandLine.RunAsync(api, "exec", "web1", "dog"));
    }

    [Fact]
    public async Task Addresses_are_a_table_with_a_row_for_each()
    {
        await using var api = await FakeApi.StartAsync();
        api.On<IReadOnlyList<GuestInterface>>(
            "GET /v1/vms/web1/agent/addresses",
            [new("eth0", "52:54:00:00:00:01", [new("10.0.2.15", 24), new("fe80::1", 64)]), new("sit0", null, [])],
            ApiJson.Default.IReadOnlyListGuestInterface);

        var said = await CommandLine.RunAsync(api, "agent", "addresses", "web1");

        Assert.Equal(
            """
            INTERFACE  MAC                ADDRESS
            eth0       52:54:00:00:00:01  10.0.2.15/24
                                          fe80::1/64
            sit0

            """.ReplaceLineEndings("\n"),
            said.Out);
    }

    [Fact]
    public async Task Freeze_says_how_long()
    {
        await using var api = await FakeApi.StartAsync();
        var until = new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);
        api.On("POST /v1/vms/web1/agent/freeze", new GuestFreeze(true, 2, until), ApiJson.Default.GuestFreeze);

        var said = await CommandLine.RunAsync(api, "agent", "freeze", "web1", "--mount", "/var", "--limit", "10s");

        Assert.Equal(new(ExitStatus.Ok, "2 file systems are frozen, until 03:04:05Z at the latest.\n", ""), said);
        var request = JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.FreezeGuest)!;
        Assert.Equal((10, "/var"), (request.LimitSeconds, Assert.Single(request.MountPoints!)));
    }

    [Fact]
    public async Task Password_is_read_and_never_shown()
    {
        await using var api = await FakeApi.StartAsync();
        api.On("PUT /v1/vms/web1/agent/password", (context, _) =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        });
        var console = new FakeConsole();
        console.Type("secret\nmore");
        console.EndInput();

        var said = await CommandLine.RunAsync(api, console, ["agent", "password", "web1", "root"]);

        Assert.Equal(new(ExitStatus.Ok, "root of web1 has a new password.\n", ""), said);
        Assert.Equal("secret", JsonSerializer.Deserialize(api.Requests[0].Body, ApiJson.Default.SetGuestPassword)!.Password);
    }

    private static GuestCommandResult Result(int? status) => new() { ExitStatus = status, Output = "out\n"u8.ToArray(), ErrorOutput = "err\n"u8.ToArray() };
}
