using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;
using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests.Golden;

/// <summary>What QEMU 7.2 really reported, through the whole client.</summary>
public sealed class GoldenEventTests
{
    private static readonly VncServerAddress Screen = new("", "/run/golden/vnc.sock", "unix", false, "none");

    [Fact]
    public async Task Captured_session_is_read_in_order_and_whole()
    {
        var events = await ReceiveAsync();

        Assert.Empty(events.OfType<UnknownEvent>());
        Assert.Equal(events.OrderBy(e => e.Timestamp), events);
        Assert.All(events, e => Assert.NotEqual(0, e.Timestamp.Microsecond + e.Timestamp.Millisecond));
        QmpEvent[] expected =
        [
            new MigrationEvent(MigrationStatus.Failed),
            new MigrationPassEvent(2),
            new MigrationEvent(MigrationStatus.Completed),
            new ResumeEvent(),
            new StopEvent(),
            new PowerdownEvent(),
            new DeviceTrayMovedEvent("", "cd0", TrayOpen: true),
            new JobStatusChangeEvent("create0", JobStatus.Concluded),
            new BlockJobReadyEvent("mirror", "mirror0", 1 << 20, 1 << 20, 0),
            new BlockJobCompletedEvent("mirror", "mirror0", 1 << 20, 1 << 20, 0),
            new JobStatusChangeEvent("mirror0", JobStatus.Null),
            new ResetEvent(false, ShutdownReason.HostQmpSystemReset),
            new DeviceDeletedEvent("/machine/peripheral/rng0/virtio-backend"),
            new DeviceDeletedEvent("/machine/peripheral/rng0", "rng0"),
            new VncConnectedEvent(Screen, new VncAddress("", "", "unix", false)),
            new VncInitializedEvent(Screen, new VncClientAddress("", "", "unix", false)),
            new VncDisconnectedEvent(Screen, new VncClientAddress("", "", "unix", false)),
            new ShutdownEvent(false, ShutdownReason.HostQmpQuit),
        ];
        Assert.Equal(expected, events.Select(e => e with { Timestamp = default }).Where(expected.Contains));
    }

    private static async Task<List<QmpEvent>> ReceiveAsync()
    {
        await using var server = FakeQmpServer.Listen();
        await using var client = await server.ConnectClientAsync();
        await server.SendRawAsync(GoldenFile.Read("events.jsonl"));
        server.HangUp();
        var events = new List<QmpEvent>();
        await foreach (var happened in client.Events.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            events.Add(happened);
        }

        return events;
    }
}
