using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests;

public sealed class QmpBreakTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("no json at all\r\n", QmpBreakKind.Malformed)]
    [InlineData("\r\n", QmpBreakKind.Malformed)]
    [InlineData("[]\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"return\": {}, \"id\": 2} {}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"return\": {}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"neither\": 1}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"return\": {}, \"error\": {}, \"id\": 2}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"error\": 5, \"id\": 2}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"event\": 5}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"event\": \"STOP\", \"timestamp\": 5}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"QMP\": {\"version\": {\"qemu\": {\"major\": 1, \"minor\": 1, \"micro\": 1}, \"package\": \"\"}}}\r\n", QmpBreakKind.Malformed)]
    [InlineData("{\"return\": {}, \"id\": 77}\r\n", QmpBreakKind.UnexpectedReply)]
    [InlineData("{\"return\": {}, \"id\": \"2\"}\r\n", QmpBreakKind.UnexpectedReply)]
    [InlineData("{\"return\": {}}\r\n", QmpBreakKind.UnexpectedReply)]
    [InlineData("{\"error\": {\"class\": \"GenericError\", \"desc\": \"bad input\"}}\r\n", QmpBreakKind.UnexpectedReply)]
    public async Task Message_out_of_step_breaks_and_fails_what_waits(string line, QmpBreakKind expected)
    {
        await using var server = FakeQmpServer.Listen();
        server.On("stop", FakeAnswer.Silence);
        server.On("cont", FakeAnswer.Raw(line));
        await using var client = await server.ConnectClientAsync();
        var stop = client.ExecuteAsync(new StopCommand());

        var cont = await Assert.ThrowsAsync<QmpBrokenException>(() => client.ExecuteAsync(new ContCommand()));

        Assert.Equal(expected, cont.Reason.Kind);
        Assert.Equal("cont", cont.Command);
        Assert.Same(cont.Reason, (await Assert.ThrowsAsync<QmpBrokenException>(() => stop)).Reason);
        Assert.Same(cont.Reason, await client.Completion);
        await client.Events.Completion.WaitAsync(Cancelled);
        var later = await Assert.ThrowsAsync<QmpBrokenException>(() => client.ExecuteAsync(new StopCommand()));
        Assert.Same(cont.Reason, later.Reason);
    }

    [Fact]
    public async Task Reply_given_twice_breaks()
    {
        await using var server = FakeQmpServer.Listen();
        server.On("stop", FakeAnswer.Raw("{\"return\": {}, \"id\": 2}\r\n{\"return\": {}, \"id\": 2}\r\n"));
        await using var client = await server.ConnectClientAsync();

        await client.ExecuteAsync(new StopCommand());

        Assert.Equal(QmpBreakKind.UnexpectedReply, (await client.Completion.WaitAsync(Cancelled)).Kind);
    }

    [Fact]
    public async Task Message_beyond_the_limit_breaks_before_its_end()
    {
        await using var server = FakeQmpServer.Listen();
        server.On("stop", FakeAnswer.Raw("{\"return\": \"" + new string('x', 100_000)));
        await using var client = await server.ConnectClientAsync(new QmpClientOptions { MaxMessageBytes = 65_536 });

        var error = await Assert.ThrowsAsync<QmpBrokenException>(() => client.ExecuteAsync(new StopCommand()));

        Assert.Equal(QmpBreakKind.TooLong, error.Reason.Kind);
        Assert.Contains("65536", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "closed the connection")]
    [InlineData("{\"return\": {}, \"i", "into a message")]
    public async Task End_of_stream_breaks(string lastWords, string expected)
    {
        await using var server = FakeQmpServer.Listen();
        server.On("stop", async _ =>
        {
            await server.SendEventAsync("STOP");
            await server.SendRawAsync(lastWords);
            return FakeAnswer.HangUp;
        });
        await using var client = await server.ConnectClientAsync();

        var error = await Assert.ThrowsAsync<QmpBrokenException>(() => client.ExecuteAsync(new StopCommand()));

        Assert.Equal(QmpBreakKind.EndOfStream, error.Reason.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.IsType<StopEvent>(await client.Events.ReadAsync(Cancelled));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2")]
    [InlineData("{\"return\": {}}")]
    [InlineData("{\"QMP\": {}}")]
    public async Task Peer_that_does_not_greet_is_refused(string firstLine)
    {
        await using var server = FakeQmpServer.Listen(options: new FakeQmpOptions { Greeting = firstLine });

        var error = await Assert.ThrowsAsync<QmpBrokenException>(() => server.ConnectClientAsync());

        Assert.Equal(QmpBreakKind.NoGreeting, error.Reason.Kind);
    }

    [Fact]
    public async Task Peer_that_stays_silent_is_given_up()
    {
        await using var server = FakeQmpServer.Listen(options: new FakeQmpOptions { Greeting = null });

        var clock = new ManualClock();
        var connecting = server.ConnectClientAsync(new QmpClientOptions { TimeProvider = clock });
        while (!connecting.IsCompleted)
        {
            await Task.Delay(1, Cancelled);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        var error = await Assert.ThrowsAsync<QmpTimeoutException>(() => connecting);

        Assert.Contains("one at a time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_write_lets_the_last_events_through()
    {
        await using var server = FakeQmpServer.Listen();
        var stream = new FaultyWrites((await server.OpenAsync(Cancelled)).Stream);
        await using var client = await QmpClient.ConnectAsync(new(stream), QmpClientOptions.Default, Cancelled);

        stream.FailWrites();
        var stop = client.ExecuteAsync(new StopCommand());
        await server.SendEventAsync("GUEST_PANICKED", new() { ["action"] = "pause" });

        Assert.IsType<GuestPanickedEvent>(await client.Events.ReadAsync(Cancelled));
        Assert.Equal(
            QmpBreakKind.WriteFailed,
            (await Assert.ThrowsAsync<QmpBrokenException>(() => stop)).Reason.Kind);
    }
}
