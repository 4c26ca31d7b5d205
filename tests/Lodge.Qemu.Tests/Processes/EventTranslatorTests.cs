using Lodge.Engine.Ports;
using Lodge.Model.Events;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Qemu.Processes;
using Lodge.Qmp.Commands;
using Lodge.Qmp.Events;

namespace Lodge.Qemu.Tests.Processes;

public class EventTranslatorTests
{
    private static readonly VmDefinition Vm = new()
    {
        Name = "hello",
        Disks = [new() { Name = "root", Alias = "virtio-disk0", Source = new FileDiskSource { Path = "/a" } }, new() { Name = "data", Alias = "an-alias-that-is-long", Source = new FileDiskSource { Path = "/b" } }],
    };

    public static TheoryData<QmpEvent, VmProcessEvent?> Events => new()
    {
        { new ShutdownEvent(true, ShutdownReason.GuestShutdown), new GuestPoweredOff("guest-shutdown") },
        { new ShutdownEvent(false, ShutdownReason.HostSignal), null },
        { new ShutdownEvent(false, ShutdownReason.HostQmpQuit), null },
        { new ShutdownEvent(true, ShutdownReason.GuestReset), new GuestRebootStopped() },
        { new ShutdownEvent(true, ShutdownReason.GuestPanic), new GuestPanicked(null) },
        { new ResetEvent(true, ShutdownReason.GuestReset), new GuestReset(true) },
        { new ResetEvent(false, ShutdownReason.HostQmpSystemReset), new GuestReset(false) },
        { new StopEvent(), new GuestPaused() },
        { new ResumeEvent(), new GuestResumed() },
        { new PowerdownEvent(), null },
        { new GuestPanickedEvent(GuestPanicAction.Pause), new GuestPanicked(null) },
        { new GuestPanickedEvent(GuestPanicAction.Pause, new GuestPanicInfo("hyper-v", Arg1: 0x1e)), new GuestPanicked("hyper-v crash code 0x1e") },
        { new SuspendEvent(), new GuestSuspended() },
        { new WakeupEvent(), new GuestWokeUp() },
        { new WatchdogEvent(Qmp.Commands.WatchdogAction.Pause), new WatchdogFired(true) },
        { new WatchdogEvent(Qmp.Commands.WatchdogAction.Reset), new WatchdogFired(false) },
        { new RtcChangeEvent(-3600), new GuestClockSet(-3600) },
        { new BalloonChangeEvent(1 << 20), new BalloonMoved(1 << 20) },
        { new DeviceTrayMovedEvent("", "/machine/peripheral/virtio-disk0", true), new TrayMoved("virtio-disk0", true) },
        { new DeviceTrayMovedEvent("", "unknown", true), null },
        { new VserportChangeEvent("channel0", true), new AgentMoved("channel0", true) },
        { new VserportChangeEvent("console0", true), null },
        { new DeviceUnplugGuestErrorEvent("/machine/peripheral/net0"), new DeviceKept("net0") },
        { new BlockWriteThresholdEvent("virtio-disk0-image-file", 512, 4096), new DiskFilled("root", new DiskMark(4096, 512)) },
        { new MemoryFailureEvent("guest", "inject", new MemoryFailureFlags(true, false)), new MemoryFailed(new MemoryFault(true, MemoryFaultAction.Inject, true, false)) },
        { new MemoryFailureEvent("hypervisor", "fatal"), new MemoryFailed(new MemoryFault(false, MemoryFaultAction.Fatal, false, false)) },
        { new SuspendDiskEvent(), new GuestHibernated() },
        {
            new VncInitializedEvent(new VncServerAddress("127.0.0.1", "5900", "ipv4", false, "vnc"), new VncClientAddress("127.0.0.1", "4711", "ipv4", false, null, "ann")),
            new ViewerMoved(new DisplayViewer
            {
                Display = GraphicsType.Vnc,
                Phase = ViewerPhase.Initialized,
                Server = new("ipv4", "127.0.0.1", "5900"),
                Client = new("ipv4", "127.0.0.1", "4711"),
                Authentication = "vnc",
                User = "ann",
            })
        },
        {
            new SpiceInitializedEvent(new SpiceServerAddress("::1", "5901", "ipv6", "spice"), new SpiceAddress("::1", "4712", "ipv6")),
            new ViewerMoved(new DisplayViewer
            {
                Display = GraphicsType.Spice,
                Phase = ViewerPhase.Initialized,
                Server = new("ipv6", "::1", "5901"),
                Client = new("ipv6", "::1", "4712"),
                Authentication = "spice",
            })
        },
        { new MemoryDeviceSizeChangeEvent(4096, "/machine/peripheral/virtiomem0", "virtiomem0"), new MemoryDeviceResized("virtiomem0", 4096) },
        {
            new BlockIoErrorEvent("", IoOperation.Write, BlockErrorAction.Stop, "No space left on device", "an-alia0123-image", true, "/machine/peripheral/an-alias-that-is-long/virtio-backend"),
            new DiskError("data", true, true, true, "No space left on device")
        },
        {
            new BlockIoErrorEvent("", IoOperation.Read, BlockErrorAction.Report, "Input/output error", "virtio-disk0-image"),
            new DiskError("root", false, false, false, "Input/output error")
        },
    };

    [Theory]
    [MemberData(nameof(Events), DisableDiscoveryEnumeration = true)]
    public void Each_event_of_QEMU_becomes_at_most_one_of_the_engine(QmpEvent happened, VmProcessEvent? expected) =>
        Assert.Equal(expected, EventTranslator.Translate(happened, Vm));

    [Fact]
    public void Resets_of_firmware_right_after_a_reset_are_echoes()
    {
        var echoes = new ResetEchoes();
        var start = DateTimeOffset.UnixEpoch;
        var reported = new[] { 0.0, 0.1, 0.2, 10, 10.5, 30 }
            .Where(second => !echoes.IsEcho(new ResetEvent(true, ShutdownReason.GuestReset) { Timestamp = start.AddSeconds(second) }));
        Assert.Equal([0.0, 10, 30], reported);
        Assert.False(echoes.IsEcho(new StopEvent()));
    }
}
