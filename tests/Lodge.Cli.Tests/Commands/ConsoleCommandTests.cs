using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Tests.Support;
using Lodge.Model.Errors;

namespace Lodge.Cli.Tests.Commands;

public sealed class ConsoleCommandTests
{
    private const string Path = "GET /v1/vms/web1/console";

    [Fact]
    public async Task Terminal_is_raw_while_attached_and_the_escape_key_leaves()
    {
        await using var api = await FakeApi.StartAsync();
        var typed = new TaskCompletionSource<string>();
        var console = new FakeConsole(terminal: true);
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            await peer.PrintAsync("login: ");
            console.Type("root\r");
            var line = await peer.ReadUntilAsync("\r");
            console.Type("\u0003\u001d");
            typed.SetResult(line + await peer.ReadUntilAsync("\u0003"));
            await peer.UntilLeftAsync();
        });

        var said = await CommandLine.RunAsync(api, console, ["console", "web1", "--no-color"]);

        Assert.Equal((ExitStatus.Ok, "login: ", "root\r\u0003"), (said.Status, said.Out, await typed.Task.WaitAsync(TimeSpan.FromSeconds(10))));
        Assert.Equal((1, 1), console.RawMode);
        Assert.StartsWith("\r[lodge] Connected to the console of web1. Ctrl-] leaves.\r\n", said.Error, StringComparison.Ordinal);
        Assert.Equal("?mode=write", api.Requests[0].Query);
    }

    [Fact]
    public async Task Vm_that_stops_ends_the_console_with_a_message()
    {
        await using var api = await FakeApi.StartAsync();
        var console = new FakeConsole(terminal: true);
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            await peer.PrintAsync("reboot: Power down\r\n");
            await peer.ControlAsync(new ConsoleControl { Type = "closed", Detail = "web1 stopped: the guest powered off." });
        });

        var said = await CommandLine.RunAsync(api, console, ["console", "web1"]);

        Assert.Equal((ExitStatus.Ok, (1, 1)), (said.Status, console.RawMode));
        Assert.EndsWith("[lodge] web1 stopped: the guest powered off.\n", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_client_reads_is_told_how_to_take_over_and_its_keys_go_nowhere()
    {
        await using var api = await FakeApi.StartAsync();
        var console = new FakeConsole(terminal: true);
        var received = "";
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: false, "Another client writes to it.");
            console.Type("x");
            await console.ShowsAsync("Another client writes. Take over");
            await peer.ControlAsync(new ConsoleControl { Type = "writer-gained", Writer = true });
            await console.ShowsAsync("Your keys reach the guest now.");
            console.Type("y\r");
            received = await peer.ReadUntilAsync("\r");
            console.Type("\u001d");
            await peer.UntilLeftAsync();
        });

        var said = await CommandLine.RunAsync(api, console, ["console", "web1"]);

        Assert.Equal("y\r", received);
        Assert.Contains("Take over: lodge console web1 --take", said.Error, StringComparison.Ordinal);
        Assert.Contains("Your keys reach the guest now.", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipe_is_sent_and_the_answers_of_a_while_are_printed()
    {
        await using var api = await FakeApi.StartAsync();
        var console = new FakeConsole();
        console.Type("uptime\n");
        console.EndInput();
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            Assert.Equal("uptime\n", await peer.ReadUntilAsync("\n"));
            await peer.PrintAsync("up 3 days\r\n");
            await peer.UntilLeftAsync();
        });

        var said = await CommandLine.RunAsync(api, console, ["console", "web1", "--for", "1s"]);

        Assert.Equal((ExitStatus.Ok, "up 3 days\r\n", (0, 0)), (said.Status, said.Out, console.RawMode));
    }

    [Fact]
    public async Task Pipe_into_a_console_that_another_client_holds_is_status_4()
    {
        await using var api = await FakeApi.StartAsync();
        var console = new FakeConsole();
        console.Type("halt\n");
        console.EndInput();
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: false);
            Assert.Null(await peer.ReadUntilAsync("\n"));
        });

        var said = await CommandLine.RunAsync(api, console, ["console", "web1"]);

        Assert.Equal(ExitStatus.Conflict, said.Status);
        Assert.Contains("lodge console web1 --take", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_until_a_text_has_appeared_sends_nothing()
    {
        await using var api = await FakeApi.StartAsync();
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: false);
            await peer.PrintAsync("booted\r\nlogin: ");
            await peer.UntilLeftAsync();
        });

        var said = await CommandLine.RunAsync(api, "console", "web1", "--read-only", "--until", "login:");

        Assert.Equal((ExitStatus.Ok, "booted\r\nlogin: "), (said.Status, said.Out));
        Assert.Equal("?mode=read", api.Requests[0].Query);
    }

    [Fact]
    public async Task Console_of_a_stopped_vm_shows_the_daemons_remedy()
    {
        await using var api = await FakeApi.StartAsync();
        api.Fails(Path, ErrorCode.InvalidState, "VM 'web1' is stopped, so its console is closed.", "Start it.");
        Assert.Equal(
            new(ExitStatus.Conflict, "", "lodge: VM 'web1' is stopped, so its console is closed.\n  → Start it.\n"),
            await CommandLine.RunAsync(api, "console", "web1"));
    }

    [Fact]
    public async Task Size_is_typed_into_the_guest_when_asked_for()
    {
        await using var api = await FakeApi.StartAsync();
        var console = new FakeConsole(terminal: true);
        string? received = null;
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: true);
            received = await peer.ReadUntilAsync("\r");
            console.Type("\u001d");
            await peer.UntilLeftAsync();
        });

        await CommandLine.RunAsync(api, console, ["console", "web1", "--send-size"]);

        Assert.Equal("stty rows 50 cols 132\r", received);
    }

    [Fact]
    public async Task Log_follows_the_console_behind_what_the_log_has()
    {
        await using var api = await FakeApi.StartAsync();
        api.OnBytes("GET /v1/vms/web1/log", () => "one\r\ntwo\r\n"u8.ToArray());
        api.OnConsole(Path, async peer =>
        {
            await peer.AttachAsync(writer: false);
            await peer.PrintAsync("one\r\ntwo\r\n");
            await peer.PrintAsync("three\r\n");
            await peer.ControlAsync(new ConsoleControl { Type = "closed" });
        });

        var said = await CommandLine.RunAsync(api, "log", "web1", "-f", "--tail", "1");

        Assert.Equal((ExitStatus.Ok, "two\r\nthree\r\n"), (said.Status, said.Out));
    }
}
