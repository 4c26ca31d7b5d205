using System.Runtime.InteropServices;
using System.Text.Json;
using Lodge.Qmp.Commands;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests;

public sealed class QmpSendingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Descriptor_travels_with_its_own_command_and_in_turn()
    {
        await using var server = FakeQmpServer.Listen();
        var stream = (await server.OpenAsync(Cancelled)).Stream;
        var sent = new List<(string Line, SafeHandle Handle)>();
        var connection = new QmpConnection(stream, async (bytes, handle, cancellationToken) =>
        {
            sent.Add((System.Text.Encoding.UTF8.GetString(bytes.Span), handle));
            await stream.WriteAsync(bytes, cancellationToken);
        });
        await using var client = await QmpClient.ConnectAsync(connection, QmpClientOptions.Default, Cancelled);
        using var file = File.OpenHandle("/dev/null");

        await Task.WhenAll(
            client.ExecuteAsync(new StopCommand()),
            client.ExecuteAsync(new GetFdCommand("disk", file)),
            client.ExecuteAsync(new ContCommand()));

        var (line, handle) = Assert.Single(sent);
        Assert.Same(file, handle);
        Assert.False(file.IsClosed);
        Assert.Equal("{\"execute\":\"getfd\",\"id\":3,\"arguments\":{\"fdname\":\"disk\"}}\n", line);
        Assert.Equal(["qmp_capabilities", "stop", "getfd", "cont"], server.Requests.Select(r => r.Command));
    }

    [Fact]
    public async Task Descriptor_on_a_transport_without_passing_is_refused()
    {
        await using var server = FakeQmpServer.Listen();
        await using var client = await server.ConnectClientAsync();
        using var file = File.OpenHandle("/dev/null");

        await Assert.ThrowsAsync<NotSupportedException>(() => client.ExecuteAsync(new AddFdCommand(file)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Command_whose_deadline_passes_in_the_queue_is_never_sent()
    {
        var clock = new ManualClock();
        await using var server = FakeQmpServer.Listen();
        var stream = new FaultyWrites((await server.OpenAsync(Cancelled)).Stream);
        await using var client = await QmpClient.ConnectAsync(
            new(stream), new QmpClientOptions { TimeProvider = clock }, Cancelled);

        var blocked = stream.BlockWrites();
        var first = client.ExecuteAsync(new QueryStatusCommand());
        await stream.WriteBegun.WaitAsync(Cancelled);
        var reset = client.ExecuteAsync(new SystemResetCommand(), TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));
        var error = await Assert.ThrowsAsync<QmpTimeoutException>(() => reset);
        blocked.SetResult();
        await first;
        await client.ExecuteAsync(new QueryNameCommand());

        Assert.False(error.WasSent);
        Assert.DoesNotContain(server.Requests, request => request.Command == "system_reset");
    }

    [Fact]
    public async Task Commands_queued_while_a_write_is_under_way_leave_in_one_write()
    {
        await using var server = FakeQmpServer.Listen();
        var stream = new FaultyWrites((await server.OpenAsync(Cancelled)).Stream);
        await using var client = await QmpClient.ConnectAsync(new(stream), QmpClientOptions.Default, Cancelled);

        var blocked = stream.BlockWrites();
        var first = client.ExecuteAsync(new QueryStatusCommand());
        await stream.WriteBegun.WaitAsync(Cancelled);
        var before = stream.Writes;
        var rest = Enumerable.Range(0, 100).Select(_ => client.ExecuteAsync(new QueryStatusCommand())).ToArray();
        blocked.SetResult();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal(1, stream.Writes - before);
    }

    [Fact]
    public void Arguments_that_are_no_object_are_refused()
    {
        using var array = JsonDocument.Parse("[1]");

        Assert.Throws<ArgumentException>(() => new RawCommand("stop", array.RootElement));
        Assert.Throws<ArgumentException>(() => new BlockdevAddCommand(array.RootElement));
    }

    [Fact]
    public void Command_in_a_message_shows_its_name_and_no_secret() =>
        Assert.Equal("set_password", new SetPasswordCommand(DisplayProtocol.Vnc, "hunter2").ToString());
}
