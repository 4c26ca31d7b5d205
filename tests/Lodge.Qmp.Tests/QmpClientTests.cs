using System.Text.Json;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests;

public sealed class QmpClientTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Greeting_gives_the_version()
    {
        await using var server = FakeQmpServer.Listen();
        await using var client = await QmpClient.ConnectAsync(await server.OpenAsync(), QmpClientOptions.Default, Cancelled);

        Assert.Equal(new QemuRelease(7, 2, 22), client.Version.Qemu);
        Assert.StartsWith("Debian", client.Version.Package);
        Assert.True(client.Version.IsAtLeast(7, 2));
        Assert.False(client.Version.IsAtLeast(8, 0));
        Assert.Equal("7.2.22", client.Version.ToString());
        Assert.Equal("qmp_capabilities", Assert.Single(server.Requests).Command);
    }

    [Fact]
    public async Task Reply_out_of_order_reaches_its_caller()
    {
        var first = new TaskCompletionSource();
        await using var server = FakeQmpServer.Listen();
        server.On("slow", async _ =>
        {
            await first.Task;
            return FakeAnswer.ReturnJson("\"slow\"");
        });
        server.On("fast", FakeAnswer.ReturnJson("\"fast\""));
        await using var client = await server.ConnectClientAsync();

        var slow = client.ExecuteAsync(new RawCommand("slow"));
        Assert.Equal("fast", (await client.ExecuteAsync(new RawCommand("fast"))).GetString());
        Assert.False(slow.IsCompleted);
        first.SetResult();
        Assert.Equal("slow", (await slow).GetString());
    }

    [Fact]
    public async Task Thousand_commands_are_under_way_before_the_first_answer()
    {
        const int Count = 1000;
        var allHere = new TaskCompletionSource();
        var seen = 0;
        await using var server = FakeQmpServer.Listen();
        server.On("echo", async request =>
        {
            if (++seen == Count)
            {
                allHere.SetResult();
            }

            await allHere.Task;
            return FakeAnswer.Return(request.Arguments["n"]!.DeepClone());
        });
        await using var client = await server.ConnectClientAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, Count).Select(n =>
            client.ExecuteAsync(new RawCommand("echo", JsonSerializer.SerializeToElement(new { n })))));

        Assert.Equal(Enumerable.Range(0, Count), replies.Select(reply => reply.GetInt32()));
    }

    [Fact]
    public async Task Error_reply_names_class_description_and_command()
    {
        await using var server = FakeQmpServer.Listen();
        server.On("device_del", FakeAnswer.Error("Device 'net0' not found", QmpErrorClass.DeviceNotFound));
        await using var client = await server.ConnectClientAsync();

        var error = await Assert.ThrowsAsync<QmpErrorException>(() => client.ExecuteAsync(new DeviceDelCommand("net0")));

        Assert.Equal("device_del", error.Command);
        Assert.Equal(QmpErrorClass.DeviceNotFound, error.Class);
        Assert.Equal("Device 'net0' not found", error.Description);
        await client.ExecuteAsync(new QueryStatusCommand());
    }

    [Fact]
    public async Task Deadline_that_passes_names_command_and_time_and_its_late_reply_is_dropped()
    {
        var clock = new ManualClock();
        var here = new TaskCompletionSource();
        var late = new TaskCompletionSource();
        await using var server = FakeQmpServer.Listen();
        server.On("stop", async _ =>
        {
            here.SetResult();
            await late.Task;
            return FakeAnswer.Done;
        });
        await using var client = await server.ConnectClientAsync(new QmpClientOptions { TimeProvider = clock });

        var stop = client.ExecuteAsync(new StopCommand(), TimeSpan.FromSeconds(30));
        await here.Task.WaitAsync(Cancelled);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(stop.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        var error = await Assert.ThrowsAsync<QmpTimeoutException>(() => stop);
        Assert.Equal(("stop", true, TimeSpan.FromSeconds(30)), (error.Command, error.WasSent, error.Elapsed));
        Assert.Contains("'stop' in 30.0 s", error.Message, StringComparison.Ordinal);
        Assert.Contains("busy", error.Message, StringComparison.Ordinal);

        late.SetResult();
        Assert.Equal(RunState.Prelaunch, (await client.ExecuteAsync(new QueryStatusCommand())).Status);
        Assert.False(client.Completion.IsCompleted);
    }

    [Fact]
    public async Task Caller_that_cancels_leaves_the_connection_whole()
    {
        await using var server = FakeQmpServer.Listen();
        server.On("stop", FakeAnswer.Silence);
        await using var client = await server.ConnectClientAsync();
        using var cancel = new CancellationTokenSource();

        var stop = client.ExecuteAsync(new StopCommand(), Timeout.InfiniteTimeSpan, cancel.Token);
        await client.ExecuteAsync(new QueryStatusCommand());
        cancel.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stop);
        await client.ExecuteAsync(new QueryStatusCommand());
    }

    [Fact]
    public async Task Answer_of_another_form_fails_its_command_only()
    {
        await using var server = FakeQmpServer.Listen();
        server.On("query-status", FakeAnswer.ReturnJson("""{"running": true}"""));
        await using var client = await server.ConnectClientAsync();

        var error = await Assert.ThrowsAsync<QmpReplyException>(() => client.ExecuteAsync(new QueryStatusCommand()));

        Assert.Equal("query-status", error.Command);
        Assert.Contains("status", error.Message, StringComparison.Ordinal);
        Assert.Equal("fake", (await client.ExecuteAsync(new QueryNameCommand())).Name);
    }

    [Fact]
    public async Task Machine_keeps_its_state_between_clients()
    {
        await using var server = FakeQmpServer.Listen();
        await using (var first = await server.ConnectClientAsync())
        {
            await first.ExecuteAsync(new ContCommand());
            Assert.IsType<ResumeEvent>(await first.Events.ReadAsync(Cancelled));
        }

        await using var second = await server.ConnectClientAsync();
        Assert.Equal(new StatusReply(true, RunState.Running), await second.ExecuteAsync(new QueryStatusCommand()));
    }

    [Fact]
    public async Task Quit_is_answered_and_ends_the_connection()
    {
        await using var server = FakeQmpServer.Listen();
        await using var client = await server.ConnectClientAsync();

        await client.ExecuteAsync(new QuitCommand());

        var shutdown = Assert.IsType<ShutdownEvent>(await client.Events.ReadAsync(Cancelled));
        Assert.Equal(ShutdownReason.HostQmpQuit, shutdown.Reason);
        Assert.Equal(QmpBreakKind.EndOfStream, (await client.Completion.WaitAsync(Cancelled)).Kind);
        Assert.True(server.Machine.Exited.IsCompleted);
    }

    [Fact]
    public async Task Closing_fails_what_waits_and_what_comes_after()
    {
        await using var server = FakeQmpServer.Listen();
        server.On("stop", FakeAnswer.Silence);
        var client = await server.ConnectClientAsync();
        var stop = client.ExecuteAsync(new StopCommand());

        await client.DisposeAsync();

        Assert.Equal(QmpBreakKind.Closed, (await Assert.ThrowsAsync<QmpBrokenException>(() => stop)).Reason.Kind);
        await Assert.ThrowsAsync<QmpBrokenException>(() => client.ExecuteAsync(new StopCommand()));
        await client.Events.Completion.WaitAsync(Cancelled);
    }
}
