using System.Text.Json.Nodes;
using Lodge.Qmp.Events;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests.Events;

public sealed class EventTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_arrive_in_the_order_in_which_they_were_sent()
    {
        await using var server = FakeQmpServer.Listen();
        await using var client = await server.ConnectClientAsync();

        for (var n = 0; n < 500; n++)
        {
            await server.SendEventAsync("BALLOON_CHANGE", new JsonObject { ["actual"] = n });
        }

        for (var n = 0; n < 500; n++)
        {
            Assert.Equal(n, Assert.IsType<BalloonChangeEvent>(await client.Events.ReadAsync(Cancelled)).Actual);
        }
    }

    [Fact]
    public async Task Event_of_an_unknown_name_keeps_name_and_data()
    {
        var unknown = Assert.IsType<UnknownEvent>(await ReceiveAsync(
            """{"event": "FROM_THE_FUTURE", "data": {"x": [1, 2]}, "timestamp": {"seconds": 1, "microseconds": 500000}}"""));

        Assert.Equal("FROM_THE_FUTURE", unknown.Name);
        Assert.Equal(2, unknown.Data.GetProperty("x")[1].GetInt32());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1.5), unknown.Timestamp);
    }

    [Fact]
    public async Task Known_event_of_another_form_is_handed_on_as_it_came()
    {
        var unknown = Assert.IsType<UnknownEvent>(await ReceiveAsync(
            """{"event": "SHUTDOWN", "data": {"reason": 5}, "timestamp": {"seconds": -1, "microseconds": -1}}"""));

        Assert.Equal("SHUTDOWN", unknown.Name);
        Assert.Equal(5, unknown.Data.GetProperty("reason").GetInt32());
        Assert.Equal(DateTimeOffset.UnixEpoch, unknown.Timestamp);
    }

    [Fact]
    public async Task Known_event_with_a_value_from_the_future_keeps_the_rest() =>
        Assert.Equal(
            new ShutdownEvent(true, ShutdownReason.Unknown) { Timestamp = DateTimeOffset.UnixEpoch.AddSeconds(7) },
            await ReceiveAsync(
                """{"timestamp": {"seconds": 7, "microseconds": 0}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-bored", "more": {}}}"""));

    [Fact]
    public async Task Panic_with_hyper_v_registers_is_read_whole()
    {
        var panicked = Assert.IsType<GuestPanickedEvent>(await ReceiveAsync(
            """{"event": "GUEST_PANICKED", "data": {"action": "pause", "info": {"type": "hyper-v", "arg1": 18446744073709551615, "arg2": 2, "arg3": 3, "arg4": 4, "arg5": 5}}}"""));

        Assert.Equal(
            new GuestPanickedEvent(GuestPanicAction.Pause, new GuestPanicInfo("hyper-v", ulong.MaxValue, 2, 3, 4, 5)),
            panicked with { Timestamp = default });
    }

    [Fact]
    public async Task Viewers_by_SPICE_and_failures_of_memory_are_read_with_all_they_tell()
    {
        var viewer = await ReceiveAsync(
            """{"event": "SPICE_INITIALIZED", "data": {"server": {"auth": "spice", "port": "5921", "family": "ipv4", "host": "127.0.0.1"}, "client": {"port": "49004", "family": "ipv4", "channel-type": 3, "connection-id": 1804289383, "host": "127.0.0.1", "channel-id": 0, "tls": true}}}""");
        var broken = await ReceiveAsync(
            """{"event": "MEMORY_FAILURE", "data": {"recipient": "hypervisor", "action": "fatal", "flags": {"action-required": false, "recursive": true}}}""");

        Assert.Equal(
            new SpiceInitializedEvent(new SpiceServerAddress("127.0.0.1", "5921", "ipv4", "spice"), new SpiceAddress("127.0.0.1", "49004", "ipv4")),
            viewer with { Timestamp = default });
        Assert.Equal(new MemoryFailureEvent("hypervisor", "fatal", new MemoryFailureFlags(false, true)), broken with { Timestamp = default });
    }

    private static async Task<QmpEvent> ReceiveAsync(string line)
    {
        await using var server = FakeQmpServer.Listen();
        await using var client = await server.ConnectClientAsync();
        await server.SendRawAsync(line + "\r\n");
        return await client.Events.ReadAsync(Cancelled);
    }
}
